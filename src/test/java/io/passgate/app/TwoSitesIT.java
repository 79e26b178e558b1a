package io.passgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.passgate.config.SettingsReader;
import io.passgate.contract.Allotment;
import io.passgate.testing.AdminClient;
import io.passgate.testing.CutLine;
import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import io.passgate.testing.Tinyproxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two sites of one license key and a license backend, over real TLS and a real forward proxy, on a line that is cut (design.md
 * §5): whatever is lost or arrives twice on the way, in the end all three agree.
 */
@Timeout(180)
class TwoSitesIT {
    private static final String PROXIES =
            """
            - prefix: /
              hub: { urls: ["%s"] }
              identity: [ { trustedHeader: { name: X-Remote-User, directory: CORP, from: [127.0.0.1/32] } } ]
            """;
    private static final int SEATS = 6;
    private static final List<CutLine.Cut> CUTS = List.of(CutLine.Cut.values());

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    private final ScriptedHub hub = ScriptedHub.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    private final Random chance = new Random(20261125);

    @TempDir
    private Path directory;

    private TestSite files;
    private CutLine line;
    private Tinyproxy proxy;
    private final List<Gate> gates = new ArrayList<>();
    private final List<AdminClient> admins = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        Assumptions.assumeTrue(Tinyproxy.isInstalled(), "tinyproxy is not installed (Debian: tinyproxy-bin)");
        files = new TestSite(directory, now::get);
        files.issuer()
                .change(
                        TestSite.LICENSE,
                        d -> d.withSeats(
                                List.of(Allotment.of("professional", SEATS), Allotment.of("analyzer", SEATS)), 0));
        String settings = Files.readString(files.settings(PROXIES.formatted(hub.url())));
        int issuerPort = URI.create(settings.replaceAll("(?s).*url: \"(https://localhost:\\d+)\".*", "$1"))
                .getPort();
        line = new CutLine(issuerPort, new Random(7));
        proxy = new Tinyproxy(directory, line.port());
        String through = settings.replace(
                "\"https://localhost:" + issuerPort + "\"",
                "\"https://localhost:" + line.port() + "\", forwardProxy: \"http://127.0.0.1:" + proxy.port()
                        + "\", forwardProxyUser: " + Tinyproxy.USER + ", forwardProxyPassword: " + Tinyproxy.PASSWORD);
        for (String name : List.of("north", "south")) {
            open(
                    name,
                    through.replace(directory + "/data", directory + "/" + name)
                            .replace(directory + "/log", directory + "/log-" + name));
        }
    }

    private void open(String name, String settings) throws Exception {
        Path file = directory.resolve(name + ".yaml");
        Files.writeString(file, settings);
        Gate gate = new Gate(
                SettingsReader.read(file, Map.of()).fold(sound -> sound, problems -> {
                    throw new IllegalArgumentException(problems.toString());
                }),
                now::get);
        gate.start();
        gates.add(gate);
        admins.add(new AdminClient(gate.adminPort(), directory.resolve(name)));
    }

    @AfterEach
    void end() throws Exception {
        gates.forEach(Gate::close);
        if (proxy != null) {
            proxy.close();
            line.close();
            files.close();
        }
        hub.close();
    }

    private JsonNode sync(int site) {
        return admins.get(site).call("POST", "/api/v1/license/verify", "").path("assignments");
    }

    private Instant synced(int site) {
        return Instant.parse(admins.get(site)
                .get("/api/v1/license")
                .path("assignments")
                .path("synced")
                .asText());
    }

    private void pass(Duration time) {
        now.updateAndGet(t -> t.plus(time));
    }

    private static void await20(String what, java.util.concurrent.Callable<Boolean> is) {
        await(what).atMost(Duration.ofSeconds(40)).until(is);
    }

    private String comes(int site, String user) {
        return RawClient.exchange(
                gates.get(site).addresses().get(1),
                "GET /hub HTTP/1.1\r\nHost: localhost\r\nX-Remote-User: " + user
                        + "\r\nAccept: application/json\r\nConnection: close\r\n\r\n");
    }

    /** Who holds what in which state, of both sites. */
    private List<String> held(int site) {
        List<String> held = new ArrayList<>();
        admins.get(site)
                .get("/api/v1/allocations")
                .path("allocations")
                .forEach(a -> held.add(a.path("user").asText() + " "
                        + a.path("type").asText() + " " + a.path("state").asText()));
        held.sort(null);
        return held;
    }

    @Test
    void whatOneSiteGivesTheOtherKnowsWithinTwentyMinutesWithoutBeingAsked() {
        assertThat(comes(1, "ana")).startsWith("HTTP/1.1 403 ");

        Instant before = synced(0);
        admins.get(0).allocate("CORP\\ana", "analyzer");
        pass(Duration.ofMinutes(10));
        await20("the first has told it", () -> synced(0).isAfter(before));
        pass(Duration.ofMinutes(10));

        await20("the second lets her in", () -> comes(1, "ana").startsWith("HTTP/1.1 200 "));
        admins.get(1).withdraw("CORP\\ana", "analyzer");
        sync(1);
        sync(0);
        await20("and the first does not any more", () -> comes(0, "ana").startsWith("HTTP/1.1 403 "));
    }

    @Test
    void throughCutsAndWhatArrivesTwiceAllAgreeInTheEnd() throws Exception {
        int failed = 0;
        for (int step = 0; step < 60; step++) {
            pass(Duration.ofSeconds(1 + chance.nextInt(30)));
            line.cuts(CUTS.get(chance.nextInt(CUTS.size())));
            act(
                    chance.nextInt(2),
                    "CORP\\user" + chance.nextInt(9),
                    chance.nextBoolean() ? "analyzer" : "professional");
            if (step % 2 == 0) {
                failed += sync(chance.nextInt(2)).path("lastError").asText().isEmpty() ? 0 : 1;
            }
            if (step % 20 == 19) {
                proxy.restart();
            }
        }
        line.cuts(CutLine.Cut.NONE);
        for (int round = 0; round < 2; round++) {
            pass(Duration.ofSeconds(5));
            assertThat(sync(0).path("lastError").asText()).isEmpty();
            assertThat(sync(1).path("lastError").asText()).isEmpty();
        }

        assertThat(line.lostAnswers())
                .as("answers lost, so that what was told came again")
                .isPositive();
        assertThat(failed).as("syncs that failed on the way").isPositive();
        await20("both sites hold the same", () -> held(0).equals(held(1)));
        List<String> alive = held(0).stream()
                .map(row -> row.replace("excess", "allocated"))
                .sorted()
                .toList();
        assertThat(files.issuer().assignments(TestSite.LICENSE).stream()
                        .filter(a -> !a.state().word().equals("withdrawn"))
                        .map(a -> a.user().written() + " " + a.type().key() + " "
                                + a.state().word())
                        .sorted()
                        .toList())
                .as("and what the license backend holds")
                .isEqualTo(alive);
        assertThat(held(0).stream().filter(row -> row.endsWith("analyzer allocated")))
                .hasSizeLessThanOrEqualTo(SEATS);
        assertThat(files.issuer().sites(TestSite.LICENSE)).hasSize(2);
    }

    private void act(int site, String user, String type) {
        boolean has = held(site).stream().anyMatch(row -> row.startsWith(user + " " + type));
        try {
            if (has && chance.nextBoolean()) {
                admins.get(site).withdraw(user, type);
            } else {
                admins.get(site).allocate(user, type);
            }
        } catch (AssertionError full) {
            assertThat(full.getMessage()).contains(": 409 ");
        }
    }
}
