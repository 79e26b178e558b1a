package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.passgate.hub.HubFault;
import io.passgate.hub.HubSettings;
import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class HubFaultTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static HubSettings patient(HubSettings s, Duration response) {
        return new HubSettings(
                s.urls(), s.trust(), s.host(), Duration.ofSeconds(1), response, s.poolSize(), s.idle(), s.limits());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rubbish",
                "\u0015\u0003\u0003\u0000\u0002",
                "HTTP/1.1 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "HTTP/1.1 200 OK\n\n",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n"
            })
    void rubbishIsABadGateway(String answer) {
        Queue<HubFault.Kind> told = new ConcurrentLinkedQueue<>();
        TrafficListener traffic = new TrafficListener() {
            @Override
            public void answered(int status) {}

            @Override
            public void hubFailed(HubFault.Kind kind) {
                told.add(kind);
            }
        };
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    c.request();
                    c.send(answer);
                    c.awaitEnd();
                });
                TestGate gate = new TestGate(hub.url()).traffic(traffic).start();
                RawClient client = new RawClient(gate.address())) {
            client.send(GET);
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 502 ").contains("hub-malformed", "X-Request-Id: ");
            assertThat(told).containsExactly(HubFault.Kind.MALFORMED);
        }
    }

    @Test
    void headWithoutEndIsABadGateway() {
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    c.request();
                    c.send("HTTP/1.1 200 OK\r\nX: ");
                    for (int i = 0; i < 100; i++) {
                        c.send("x".repeat(1000));
                    }
                    c.awaitEnd();
                });
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            client.send(GET);
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 502 ");
        }
    }

    @Test
    void hubThatClosesWithoutAnAnswerIsABadGateway() {
        try (ScriptedHub hub = new ScriptedHub(ScriptedHub.Conversation::request);
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            client.send(GET);
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 502 ").contains("hub-cut");
            assertThat(hub.conversations())
                    .as("nothing is sent twice on a fresh connection")
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nha",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nzz\r\n"
            })
    void answerCutInTheMiddleIsACutConnection(String answer) {
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    c.request();
                    c.send(answer);
                });
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            client.send(GET);
            assertThat(client.readToEnd()).doesNotContain("0\r\n\r\n", "502");
        }
    }

    @Test
    void slowHubIsAGatewayTimeout() {
        try (ScriptedHub hub = new ScriptedHub(ScriptedHub.Conversation::awaitEnd);
                TestGate gate = new TestGate(hub.url())
                        .hub(s -> patient(s, Duration.ofMillis(300)))
                        .start();
                RawClient client = new RawClient(gate.address())) {
            client.send(GET);
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 504 ").contains("hub-no-answer");
        }
    }

    @Test
    void secondAnswerReachesNobody() {
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    while (c.request()) {
                        c.send(OK + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
                    }
                });
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            for (int i = 0; i < 3; i++) {
                client.send(GET);
                assertThat(client.readAnswer()).isEqualTo(OK);
            }
            assertThat(hub.conversations())
                    .as("each poisoned connection is given up")
                    .hasSize(3);
        }
    }

    @Test
    void bytesOnAnIdleConnectionCloseIt() {
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    c.request();
                    c.send(OK);
                    c.read(1);
                });
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            client.send(GET);
            assertThat(client.readAnswer()).isEqualTo(OK);
            ScriptedHub.Conversation idle = hub.conversations().get(0);
            try {
                idle.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            await().until(() -> idle.socket().isClosed());
            client.send(GET);
            assertThat(client.readAnswer()).isEqualTo(OK);
            assertThat(hub.conversations()).hasSize(2);
        }
    }

    @Test
    void secondUrlServesWhenTheFirstIsDown() {
        ScriptedHub down = ScriptedHub.answering(OK);
        URI first = down.url();
        down.close();
        try (ScriptedHub hub = ScriptedHub.answering(OK);
                TestGate gate = new TestGate(first, hub.url()).start();
                RawClient client = new RawClient(gate.address())) {
            client.send(GET);
            assertThat(client.readAnswer()).isEqualTo(OK);
        }
    }

    @Test
    void hubIsFoundByName() {
        try (ScriptedHub hub = ScriptedHub.answering(OK);
                TestGate gate = TestGate.before(URI.create("http://localhost:" + hub.port()));
                RawClient client = new RawClient(gate.address())) {
            client.send(GET);
            assertThat(client.readAnswer()).isEqualTo(OK);
        }
    }

    @Test
    void nameThatDoesNotExistIsABadGateway() {
        try (TestGate gate = TestGate.before(URI.create("http://nowhere.invalid:80"));
                RawClient client = new RawClient(gate.address())) {
            client.send(GET);
            assertThat(client.readAnswer()).matches("(?s)HTTP/1.1 50[24] .*");
        }
    }

    @Test
    void idleConnectionsGrowOld() {
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    c.request();
                    c.send(OK);
                    c.awaitEnd();
                });
                TestGate gate = new TestGate(hub.url())
                        .hub(s -> new HubSettings(
                                s.urls(),
                                s.trust(),
                                s.host(),
                                s.connectTimeout(),
                                s.responseTimeout(),
                                8,
                                Duration.ofMillis(100),
                                s.limits()))
                        .start();
                RawClient client = new RawClient(gate.address())) {
            client.send(GET);
            assertThat(client.readAnswer()).isEqualTo(OK);
            await().until(() ->
                    hub.conversations().stream().allMatch(c -> c.socket().isClosed()));
            assertThat(List.copyOf(hub.conversations())).hasSize(1);
        }
    }
}
