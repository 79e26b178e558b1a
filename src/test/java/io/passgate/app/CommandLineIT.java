package io.passgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.passgate.testing.AdminClient;
import io.passgate.testing.HttpVisitor;
import io.passgate.testing.PassgateJar;
import io.passgate.testing.PassgateJar.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each command of the packaged program, as an administrator types it, with a demo that runs. */
@Timeout(180)
class CommandLineIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private Demo demo;
    private AdminClient admin;

    @BeforeEach
    void start() throws Exception {
        demo = new Demo(new Demo.DemoSettings(directory.resolve("demo"), 0, 0), InstantSource.system());
        demo.start();
        admin = new AdminClient(demo.gate().adminPort(), directory.resolve("demo/data"));
    }

    @AfterEach
    void close() {
        demo.close();
    }

    @Test
    void usersListsWhoIsKnownWithTheirPassesAndSessions() throws IOException {
        signedIn("ana");

        Outcome text = cli("users");
        assertThat(text.code()).as(text.toString()).isZero();
        assertThat(text.out()).containsPattern("(?m)^user +accessPasses +sessions +lastSeen +state$");
        assertThat(text.out()).containsPattern("(?m)^DEMO\\\\ana +analyzer +1 +\\S+ +active$");
        assertThat(text.out()).containsPattern("(?m)^DEMO\\\\paula +professional +0 ");

        JsonNode json = json(cli("users", "--json")).path("users");
        assertThat(json.findValuesAsText("user")).contains("DEMO\\ana", "DEMO\\ursula");
    }

    @Test
    void allocateGivesPassesToOneToAFileFulAndToWhoWasDenied() throws IOException {
        HttpVisitor rolf = visitor("rolf");
        assertThat(rolf.get("/").statusCode()).isEqualTo(403);

        Outcome one = cli("allocate", "DEMO\\anna", "--type", "analyzer");
        assertThat(one.code()).as(one.toString()).isZero();
        assertThat(one.out()).containsPattern("(?m)^DEMO\\\\anna +analyzer +allocated$");
        assertThat(cli("allocate", "DEMO\\anna", "--type", "analyzer").out()).containsPattern("held-already");

        Path file = directory.resolve("passes.csv");
        Files.writeString(file, "# new people\nDEMO\\b1,professional\n\nDEMO\\b2,analyzer\n");
        JsonNode rows = json(cli("allocate", "--file", file.toString(), "--json"));
        assertThat(rows.findValuesAsText("user")).containsExactly("DEMO\\b1", "DEMO\\b2");
        assertThat(rows.findValuesAsText("outcome")).containsExactly("allocated", "allocated");

        Outcome denied = cli("allocate", "--from-denied", "--type", "analyzer");
        assertThat(denied.code()).as(denied.toString()).isZero();
        assertThat(denied.out()).contains("DEMO\\rolf");
        assertThat(rolf.get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void aFileWithMistakesChangesNothingAndTellsThemAll() throws IOException {
        Path file = directory.resolve("passes.csv");
        Files.writeString(file, "DEMO\\b1,professional\nDEMO\\b2,gold\nno directory,analyzer\nDEMO\\b3\n");

        Outcome outcome = cli("allocate", "--file", file.toString());

        assertThat(outcome.code()).isEqualTo(65);
        assertThat(outcome.err())
                .contains("passes.csv:2:")
                .contains("gold")
                .contains("passes.csv:3:")
                .contains("passes.csv:4:")
                .contains("nothing was changed");
        assertThat(admin.get("/api/v1/allocations").toString()).doesNotContain("b1");
    }

    @Test
    void anEmptyPoolIsToldWithExitCode65() {
        List<String> outcomes = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            outcomes.add(cli("allocate", "DEMO\\pool" + i, "--type", "user-access-pass")
                            .code() + "");
        }
        assertThat(outcomes).containsExactly("0", "0", "65");
    }

    @Test
    void withdrawEndsTheSessionAndItsSocketWithinASecond() {
        HttpVisitor ana = signedIn("ana");
        HttpVisitor.Feed feed = ana.feed("/feed");
        feed.first();

        Outcome outcome = cli("withdraw", "DEMO\\ana", "--type", "analyzer");

        assertThat(outcome.code()).as(outcome.toString()).isZero();
        await().atMost(Duration.ofSeconds(1)).until(() -> !feed.isOpen());
        assertThat(feed.closed()).isIn(4401, 4403);
        assertThat(ana.get("/").statusCode()).isEqualTo(403);
        assertThat(admin.sessionIds("DEMO\\ana")).isEmpty();
        assertThat(cli("withdraw", "DEMO\\ana", "--type", "analyzer").code()).isEqualTo(65);
    }

    @Test
    void sessionsAreListedAndEnded() throws IOException {
        HttpVisitor ana = signedIn("ana");
        HttpVisitor.Feed feed = ana.feed("/feed");
        feed.first();
        signedIn("paula");

        JsonNode all = json(cli("sessions", "list", "--json")).path("sessions");
        assertThat(all.findValuesAsText("user")).containsExactlyInAnyOrder("DEMO\\ana", "DEMO\\paula");
        Outcome mine = cli("sessions", "list", "--user", "DEMO\\ana");
        assertThat(mine.out()).contains("DEMO\\ana").doesNotContain("paula");
        String id = admin.sessionIds("DEMO\\ana").get(0);
        assertThat(mine.out()).contains(id);

        Outcome ended = cli("sessions", "end", id);

        assertThat(ended.code()).as(ended.toString()).isZero();
        await().atMost(Duration.ofSeconds(1)).until(() -> !feed.isOpen());
        assertThat(feed.closed()).isEqualTo(4401);
        assertThat(admin.sessionIds("DEMO\\ana")).isEmpty();
        assertThat(cli("sessions", "end", id).code()).isEqualTo(65);
    }

    @Test
    void deniedListsWhoWasRefusedSinceWhen() throws IOException {
        HttpVisitor rolf = visitor("rolf");
        rolf.get("/");
        rolf.get("/");

        Outcome text = cli("denied", "--since", "1h");
        assertThat(text.out()).containsPattern("DEMO\\\\rolf +nothing-allocated +2 +/ +127\\.0\\.0\\.1");
        JsonNode json =
                json(cli("denied", "--since", "2020-01-01T00:00:00Z", "--json")).path("denied");
        assertThat(json.path(0).path("count").asInt()).isEqualTo(2);
        assertThat(cli("denied", "--since", "2999-01-01T00:00:00Z").out()).contains("(none)");
        assertThat(cli("denied", "--since", "yesterday").code()).isEqualTo(2);
    }

    @Test
    void theLicenseIsShownAndVerified() throws IOException {
        Outcome status = cli("license", "status");
        assertThat(status.code()).as(status.toString()).isZero();
        assertThat(status.out()).contains("valid").contains("self-issued").doesNotContain("eyJ");
        JsonNode json = json(cli("license", "sync", "--json"));
        assertThat(json.path("standing").asText()).isEqualTo("valid");
        assertThat(json.path("seats").path("professional").asInt()).isEqualTo(5);
    }

    @Test
    void explainSaysWhatWouldBeDecidedAndChangesNothing() throws IOException {
        Outcome rolf = cli("explain", "DEMO\\rolf");
        assertThat(rolf.code()).as(rolf.toString()).isZero();
        assertThat(rolf.out()).contains("DEMO\\rolf: refused, nothing-allocated");
        assertThat(json(cli("explain", "DEMO\\ana", "--json")).path("verdict").asText())
                .isEqualTo("granted");
        assertThat(cli("explain", "DEMO\\svc-monitor").out()).contains("exempt");
        assertThat(cli("explain", "nobody at all").code()).isEqualTo(65);
        assertThat(admin.get("/api/v1/denied").path("denied")).isEmpty();
    }

    @Test
    void rulesAreTriedOutAppliedAndTakenIntoAccount() throws IOException {
        String sample = Path.of("conf/rules.sample.yaml").toAbsolutePath().toString();
        assertThat(cli("rules", "lint", sample).out())
                .as("their groups are known before they come")
                .doesNotContain("unknown");
        JsonNode plan = json(cli("rules", "simulate", sample, "--json"));
        assertThat(plan.path("gaining").findValuesAsText("user"))
                .as("the tokens are enough for one of the field")
                .hasSize(2)
                .contains("DEMO\\rolf");
        HttpVisitor rolf = visitor("rolf");
        assertThat(rolf.get("/").statusCode()).isEqualTo(403);
        String request = admin.get("/api/v1/denied")
                .path("denied")
                .path(0)
                .path("requestId")
                .asText();
        assertThat(cli("explain", "--request", request).out()).contains("DEMO\\rolf: refused, nothing-allocated");
        assertThat(cli("rules", "list").out()).contains("(none)");
        Outcome applied = cli("rules", "apply", sample);
        assertThat(applied.code()).as(applied.toString()).isZero();

        assertThat(rolf.get("/").statusCode()).isEqualTo(200);
        assertThat(cli("rules", "list").out()).containsPattern("Visitors +1 +1 +10 +1 +9");
        assertThat(cli("explain", "DEMO\\rolf").out())
                .startsWith("DEMO\\rolf: granted, login-access-pass")
                .containsPattern("(?m)^paid until 2\\S+Z$");
        Path greedy = directory.resolve("greedy.yaml");
        Files.writeString(greedy, "loginGroups: [{ name: Visitors, tokens: 99 }]\n");
        Outcome tooMany = cli("rules", "apply", greedy.toString());
        assertThat(tooMany.code()).isEqualTo(65);
        assertThat(tooMany.err()).contains("99 tokens");
        assertThat(visitor("pool1").get("/").statusCode()).isEqualTo(200);
        assertThat(cli("withdraw", "DEMO\\pool1", "--type", "user-access-pass").out())
                .contains("the rule \"Field sales\" gives it back at the next login");
        Path never = directory.resolve("never.yaml");
        Files.writeString(
                never, "rules: [{ name: N, grants: analyzer, when: \"user.userId='a' and user.userId='b'\" }]\n");
        Outcome refused = cli("rules", "apply", never.toString());
        assertThat(refused.code()).isEqualTo(65);
        assertThat(refused.err()).contains("Nothing was changed: N: ");
        assertThat(cli("rules", "list").out()).contains("Field sales");
        assertThat(cli("rules", "apply", never.toString(), "--force").code()).isZero();
        assertThat(cli("rules", "list").out()).doesNotContain("Field sales");
    }

    @Test
    void whoIsShutOutIsACandidateAndAWithdrawnPassComesBack() throws IOException {
        signedIn("ursula");
        assertThat(cli("users", "deactivate", "DEMO\\ursula").code()).isZero();
        assertThat(cli("users").out()).containsPattern("ursula +user-access-pass +0 +\\S+ +inactive-withdraw");
        assertThat(cli("users", "activate", "DEMO\\ursula").code()).isZero();

        assertThat(cli("withdraw", "DEMO\\ursula", "--type", "user-access-pass").out())
                .contains("quarantined until 2");
        Path file = directory.resolve("back.csv");
        Files.writeString(file, "DEMO\\ursula,user-access-pass\nDEMO\\rolf,analyzer\n");
        Outcome back = cli("reinstate", "--file", file.toString());
        assertThat(back.code()).as("not everybody").isEqualTo(65);
        assertThat(back.out()).containsPattern("ursula +user-access-pass +reinstated");
        assertThat(cli("reinstate", "DEMO\\ursula", "--type", "user-access-pass")
                        .code())
                .as("once")
                .isEqualTo(65);
        assertThat(json(cli("license", "plan", "--at", "2999-01-01", "--json"))
                        .path("users")
                        .asInt())
                .isPositive();
        assertThat(cli("release", "--dry-run").err()).contains("allocations.release is not configured");
    }

    @Test
    void checkConfigTellsEverythingThatIsWrongWithLineAndExpectation() throws IOException {
        assertThat(cli("check-config").out()).contains("is sound");
        Path bad = directory.resolve("bad.yaml");
        Files.writeString(
                bad,
                Files.readString(demo.configuration())
                        .replace("site: ", "sight:")
                        .replace("prefix: /sales", "prefix: sales")
                        .replace("keyFile: ", "keyFile: /not/there"));

        Outcome outcome = PassgateJar.run(Map.of(), "check-config", "--config", bad.toString());

        assertThat(outcome.code()).isEqualTo(78);
        assertThat(outcome.err())
                .containsPattern("bad\\.yaml:\\d+.*sight")
                .containsPattern("bad\\.yaml:\\d+.*prefix")
                .containsPattern("bad\\.yaml:\\d+.*keyFile")
                .doesNotContain("\tat ");
        Outcome run = PassgateJar.run(Map.of(), "run", "--config", bad.toString());
        assertThat(run.code()).isEqualTo(78);
        assertThat(run.err()).isEqualTo(outcome.err());
    }

    @Test
    void checkConfigTellsThatAKeyCannotBeUsed() throws IOException {
        Path key = directory.resolve("demo/server.key");
        Files.writeString(key, Files.readString(key).replace("PRIVATE KEY", "EC PRIVATE KEY"));

        Outcome outcome = cli("check-config");

        assertThat(outcome.code()).as(outcome.toString()).isEqualTo(78);
        assertThat(outcome.err())
                .contains("listen.tls: " + key + ": expected")
                .contains("openssl pkcs8 -topk8 -nocrypt")
                .doesNotContain("\tat ");
    }

    @Test
    void doctorFindsNothingWrongWithTheDemoAndTellsWhatIs() throws IOException {
        Outcome well = cli("doctor");
        assertThat(well.code()).as(well.toString()).isZero();
        assertThat(well.out()).contains("a gate runs and is ready").contains("Nothing is wrong: 0 faults, 0 warnings");

        Files.writeString(directory.resolve("demo/license.key"), "mistyped");
        Outcome broken = cli("doctor", "--json");
        assertThat(broken.code()).as(broken.toString()).isEqualTo(65);
        assertThat(JSON.readTree(broken.out()).path("worst").asText()).isEqualTo("fault");
        assertThat(broken.err()).isEmpty();
    }

    @Test
    void demoOnceVisitsTheHubThroughTheGateAndEnds() {
        Path own = directory.resolve("once");

        Outcome outcome = PassgateJar.run(
                Map.of(), "demo", "--once", "--port", "0", "--admin-port", "0", "--dir", own.toString());

        assertThat(outcome.code()).as(outcome.toString()).isZero();
        assertThat(outcome.out()).contains("The demo works.");
        assertThat(own.resolve("log/decisions.log")).content().contains("opened");
    }

    @Test
    void healthAndVersionSayWhatTheyMust() {
        assertThat(cli("health").code()).isZero();
        Outcome version = PassgateJar.run(Map.of(), "version");
        assertThat(version.code()).isZero();
        assertThat(version.out()).startsWith("passgate ");
    }

    @Test
    void withoutAGateACommandSaysHowToStartOneAndExits69() throws IOException {
        int port;
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = nobody.getLocalPort();
        }

        for (String[] command : new String[][] {{"users"}, {"health"}, {"sessions", "list"}}) {
            List<String> all = new ArrayList<>(List.of(command));
            all.addAll(List.of("--config", demo.configuration().toString()));
            Outcome outcome =
                    PassgateJar.run(Map.of("PASSGATE_ADMIN_ADDRESS", "127.0.0.1:" + port), all.toArray(String[]::new));
            assertThat(outcome.code()).as(outcome.toString()).isEqualTo(69);
            assertThat(outcome.err()).contains("passgate run --config").doesNotContain("\tat ");
        }
    }

    @Test
    void whatIsNoCommandIsAnsweredWithTheUsageAndExits2() {
        for (String[] command :
                new String[][] {{"frobnicate"}, {"users", "--no-such-option"}, {"explain"}, {"allocate"}}) {
            Outcome outcome = command[0].equals("allocate") ? cli(command) : PassgateJar.run(Map.of(), command);
            assertThat(outcome.code()).as(outcome.toString()).isEqualTo(2);
            assertThat(outcome.err()).isNotEmpty().doesNotContain("\tat ");
        }
    }

    private static JsonNode json(Outcome outcome) throws IOException {
        assertThat(outcome.code()).as(outcome.toString()).isZero();
        return JSON.readTree(outcome.out());
    }

    private Outcome cli(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", demo.configuration().toString()));
        return PassgateJar.run(
                Map.of("PASSGATE_ADMIN_ADDRESS", "127.0.0.1:" + demo.gate().adminPort()), all.toArray(String[]::new));
    }

    /** Somebody signed in to the hub. */
    private HttpVisitor visitor(String id) {
        HttpVisitor visitor =
                new HttpVisitor(URI.create("https://localhost:" + demo.gate().port()), demo.authority());
        assertThat(visitor.post("/login", "user", id, "password", "demo").statusCode())
                .isEqualTo(303);
        return visitor;
    }

    /** The same with a session of the gate. */
    private HttpVisitor signedIn(String id) {
        HttpVisitor visitor = visitor(id);
        assertThat(visitor.get("/").statusCode()).isEqualTo(200);
        return visitor;
    }
}
