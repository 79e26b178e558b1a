package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import io.passgate.wire.HeadLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class LimitsTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(1);

    private static FrontLimits limits(Duration head, Duration idle, Duration upload, Duration answer, Duration socket) {
        return new FrontLimits(HeadLimits.DEFAULT, 3, head, idle, upload, answer, socket, SHORT, 1000);
    }

    @Test
    void headThatDripsIsARequestTimeout() {
        try (ScriptedHub hub = ScriptedHub.answering(OK);
                TestGate gate = new TestGate(hub.url())
                        .limits(limits(SHORT, LONG, LONG, LONG, LONG))
                        .start();
                RawClient client = new RawClient(gate.address())) {
            client.send("GET / HTTP/1.1\r\n");
            client.send("Host: a\r\n");
            assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ").contains("Connection: close");
        }
    }

    @Test
    void silentConnectionIsClosedWithoutAWord() {
        try (ScriptedHub hub = ScriptedHub.answering(OK);
                TestGate gate = new TestGate(hub.url())
                        .limits(limits(SHORT, SHORT, LONG, LONG, LONG))
                        .start();
                RawClient fresh = new RawClient(gate.address());
                RawClient used = new RawClient(gate.address())) {
            used.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readAnswer();
            assertThat(fresh.ended()).isTrue();
            assertThat(used.ended()).isTrue();
        }
    }

    @Test
    void uploadThatStallsIsARequestTimeout() {
        try (ScriptedHub hub = new ScriptedHub(ScriptedHub.Conversation::request);
                TestGate gate = new TestGate(hub.url())
                        .limits(limits(LONG, LONG, SHORT, LONG, LONG))
                        .start();
                RawClient client = new RawClient(gate.address())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
            assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void answerThatStallsIsCut() {
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    c.request();
                    c.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                    c.awaitEnd();
                });
                TestGate gate = new TestGate(hub.url())
                        .limits(limits(LONG, LONG, LONG, SHORT, LONG))
                        .start();
                RawClient client = new RawClient(gate.address())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readToEnd()).isIn("", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        }
    }

    @Test
    void silentSocketIsClosed() {
        try (ScriptedHub hub = new ScriptedHub(WebSocketTest::echo);
                TestGate gate = new TestGate(hub.url())
                        .limits(limits(LONG, LONG, LONG, LONG, SHORT))
                        .start();
                RawClient client = new RawClient(gate.address())) {
            client.send(WebSocketTest.UPGRADE).readHead();
            assertThat(client.readToEnd())
                    .isEqualTo("\u0088\u0006" + (char) (1001 >> 8) + (char) (1001 & 255) + "idle");
        }
    }

    @Test
    void gatekeeperThatDoesNotDecideIsUnavailable() {
        try (ScriptedHub hub = ScriptedHub.answering(OK);
                TestGate gate = new TestGate(hub.url())
                        .limits(limits(LONG, LONG, LONG, LONG, LONG))
                        .gatekeeper(exchange -> {})
                        .start();
                RawClient client = new RawClient(gate.address())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readToEnd()).startsWith("HTTP/1.1 503 ").contains("decision-timeout");
        }
    }

    @Test
    void tooManyConnectionsAreNotServed() {
        try (ScriptedHub hub = ScriptedHub.answering(OK);
                TestGate gate = new TestGate(hub.url())
                        .limits(limits(LONG, LONG, LONG, LONG, LONG))
                        .start();
                RawClient one = new RawClient(gate.address());
                RawClient two = new RawClient(gate.address());
                RawClient three = new RawClient(gate.address())) {
            for (RawClient client : new RawClient[] {one, two, three}) {
                client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(client.readAnswer()).isEqualTo(OK);
            }
            try (RawClient four = new RawClient(gate.address())) {
                assertThat(four.ended()).isTrue();
            }
        }
    }

    @Test
    void restOfAnAnsweredRequestIsDiscardedUpToTheLimit() {
        Gatekeeper refusing = e -> e.answer(new LocalAnswer(403, java.util.List.of(), new byte[0]));
        try (ScriptedHub hub = ScriptedHub.answering(OK);
                TestGate gate = new TestGate(hub.url())
                        .limits(limits(LONG, LONG, LONG, LONG, LONG))
                        .gatekeeper(refusing)
                        .start();
                RawClient client = new RawClient(gate.address())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\n");
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 403 ");
            client.send("GET / HTTP/1.1\r\n\r\n" + "x".repeat(482) + "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 403 ");
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n");
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 403 ");
            client.send("x".repeat(2000));
            assertThat(client.ended()).isTrue();
        }
    }
}
