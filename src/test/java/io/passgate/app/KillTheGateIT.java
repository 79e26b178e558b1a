package io.passgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.passgate.demo.DemoHub;
import io.passgate.demo.DemoHubSettings;
import io.passgate.testing.AdminClient;
import io.passgate.testing.HttpVisitor;
import io.passgate.testing.PassgateJar;
import io.passgate.testing.RawClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The gate as a process of its own: killed in the middle of its work, and told to stop. */
@Timeout(180)
class KillTheGateIT {
    private static final String ANA = "DEMO\\ana";

    private final DemoHub hub = new DemoHub(DemoHubSettings.loopback(0), InstantSource.system());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private TestSite site;
    private Path settings;
    private PassgateJar gate;
    private URI root;
    private AdminClient admin;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        site = new TestSite(directory, InstantSource.system());
        String url = "http://127.0.0.1:" + hub.start();
        settings = site.settings("- { prefix: /, preset: demo, hub: { urls: [\"" + url + "\"] } }");
        startGate();
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        gate.close();
        hub.close();
        site.close();
    }

    private void startGate() {
        gate = PassgateJar.start(Map.of(), "run", "--config", settings.toString());
        Matcher listening = gate.says("listening at \\[/127\\.0\\.0\\.1:(\\d+).*administration at port (\\d+)");
        root = URI.create("https://localhost:" + listening.group(1));
        admin = site.admin(Integer.parseInt(listening.group(2)));
    }

    @Test
    void afterAKillTheSameBrowserGoesOnWithTheSameSession() {
        admin.allocate(ANA, "analyzer");
        HttpVisitor ana = signedIn("ana");
        HttpVisitor.Feed feed = ana.feed("/feed");
        feed.first();
        JsonNode before = admin.sessions(ANA).get(0);
        String cookie = ana.cookie("__Host-passgate");

        gate.kill();
        startGate();

        ana.moveTo(root);
        assertThat(ana.get("/").statusCode()).isEqualTo(200);
        ana.feed("/feed").first();
        assertThat(ana.cookie("__Host-passgate")).isEqualTo(cookie);
        List<JsonNode> after = admin.sessions(ANA);
        assertThat(after).hasSize(1);
        assertThat(after.get(0).path("id")).isEqualTo(before.path("id"));
        assertThat(after.get(0).path("opened")).isEqualTo(before.path("opened"));
        assertThat(pool("analyzer").path("allocated").asInt()).isEqualTo(1);
        assertThat(pool("analyzer").path("available").asInt()).isEqualTo(TestSite.PLENTY - 1);
    }

    @Test
    void whatWasAnsweredBeforeAKillIsThereAfterItAndNothingIsCountedTwice() {
        List<String> allocated = new CopyOnWriteArrayList<>();
        List<HttpVisitor> opened = new CopyOnWriteArrayList<>();
        admin.allocate(ANA, "analyzer");
        admin.allocate("DEMO\\paula", "analyzer");
        CompletableFuture<Void> allocating = CompletableFuture.runAsync(
                () -> {
                    for (int i = 0; i < TestSite.PLENTY; i++) {
                        admin.allocate("DEMO\\u" + i, "professional");
                        allocated.add("demo\\u" + i);
                    }
                },
                threads);
        CompletableFuture<Void> opening = CompletableFuture.runAsync(
                () -> {
                    for (int i = 0; i < 5; i++) {
                        opened.add(signedIn("ana"));
                        opened.add(signedIn("paula"));
                    }
                },
                threads);
        await("it works").until(() -> allocated.size() >= 20 && opened.size() >= 4);

        gate.kill();
        assertThat(allocating).failsWithin(Duration.ofSeconds(60));
        opening.handle((done, failure) -> "whichever came first").join();
        startGate();

        List<String> held = StreamSupport.stream(
                        admin.get("/api/v1/allocations").path("allocations").spliterator(), false)
                .filter(a -> a.path("type").asText().equals("professional"))
                .map(a -> a.path("user").asText().toLowerCase(java.util.Locale.ROOT))
                .toList();
        assertThat(held).containsAll(allocated).doesNotHaveDuplicates();
        assertThat(held.size()).as("at most the one on its way more").isBetween(allocated.size(), allocated.size() + 1);
        assertThat(pool("professional").path("allocated").asInt()).isEqualTo(held.size());
        List<String> sessions = admin.sessionIds("");
        for (HttpVisitor visitor : opened) {
            visitor.moveTo(root);
            String cookie = visitor.cookie("__Host-passgate");
            assertThat(visitor.get("/").statusCode()).isEqualTo(200);
            assertThat(visitor.cookie("__Host-passgate")).isEqualTo(cookie);
        }
        assertThat(admin.sessionIds("")).as("none was opened anew").containsExactlyInAnyOrderElementsOf(sessions);
        assertThat(sessions.size()).isBetween(opened.size(), opened.size() + 1);
        assertThat(admin.sessionIds(ANA)).hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void toldToStopItIsNotReadyFinishesADownloadClosesSocketsAndExits0() throws Exception {
        admin.allocate(ANA, "analyzer");
        HttpVisitor ana = signedIn("ana");
        HttpVisitor.Feed feed = ana.feed("/feed");
        feed.first();
        assertThat(admin.status("/readyz")).isEqualTo(200);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), root.getPort());
        try (RawClient download = new RawClient(
                HttpVisitor.trusting(site.file("ca.pem")).getSocketFactory().createSocket("localhost", root.getPort()),
                address)) {
            download.send("GET /download/10m HTTP/1.1\r\nHost: localhost:" + root.getPort() + "\r\nCookie: "
                    + ana.cookies() + "\r\n\r\n");
            assertThat(download.readHead()).startsWith("HTTP/1.1 200").contains("10485760");
            download.read(1 << 20);

            gate.terminate();

            assertThat(feed.closed()).isEqualTo(1012);
            await("it says that it is not ready").until(() -> admin.status("/readyz") == 503);
            String rest = download.read((10 << 20) - (1 << 20));
            assertThat(rest).endsWith(".\n").contains("line 00163839");
        }
        assertThat(gate.code()).as(gate.said()).isZero();
        startGate();
        ana.moveTo(root);
        assertThat(ana.get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void toldToStopItSendsWhoeverWaitsAtARefusalAwayInsteadOfWaitingForThem() throws Exception {
        HttpVisitor rolf = new HttpVisitor(root, site.file("ca.pem"));
        rolf.post("/login", "user", "rolf", "password", "demo");
        assertThat(rolf.get("/").statusCode()).isEqualTo(403);
        CompletableFuture<Integer> held =
                CompletableFuture.supplyAsync(() -> rolf.get("/.passgate/wait").statusCode(), threads);
        await("it is held").during(Duration.ofSeconds(1)).until(() -> !held.isDone());

        gate.terminate();

        assertThat(held).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(503);
        assertThat(gate.code()).isZero();
        assertThat(gate.said()).doesNotContain("is cut").doesNotContain("ERROR");
    }

    @Test
    void twoGatesNeverRunOnOneLedger() {
        PassgateJar.Outcome second = PassgateJar.run(Map.of(), "run", "--config", settings.toString());

        assertThat(second.code()).isEqualTo(69);
        assertThat(second.err()).contains("passgate.db").doesNotContain("\tat ");
    }

    private JsonNode pool(String type) {
        return StreamSupport.stream(
                        admin.get("/api/v1/allocations").path("pools").spliterator(), false)
                .filter(pool -> pool.path("type").asText().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private HttpVisitor signedIn(String id) {
        HttpVisitor visitor = new HttpVisitor(root, site.file("ca.pem"));
        assertThat(visitor.post("/login", "user", id, "password", "demo").statusCode())
                .isEqualTo(303);
        assertThat(visitor.get("/").statusCode()).isEqualTo(200);
        assertThat(visitor.cookie("__Host-passgate")).isNotEmpty();
        return visitor;
    }
}
