package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class DrainTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static CompletableFuture<Boolean> drain(TestGate gate, Duration patience) {
        return CompletableFuture.supplyAsync(() -> gate.front().drain(patience));
    }

    @Test
    void idleConnectionsAreClosedAndNoneIsAccepted() {
        try (ScriptedHub hub = ScriptedHub.answering(OK);
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readAnswer();
            CompletableFuture<Boolean> drained = drain(gate, Duration.ofSeconds(10));
            assertThat(client.ended()).isTrue();
            client.leave();
            assertThat(drained).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
            Assertions.assertThatThrownBy(() -> new RawClient(gate.address())).hasMessageContaining("refused");
        }
    }

    @Test
    void runningExchangeFinishesAndItsConnectionCloses() {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    c.request();
                    arrived.countDown();
                    await().until(() -> goOn.getCount() == 0);
                    c.send(OK);
                    c.awaitEnd();
                });
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            await().until(() -> arrived.getCount() == 0);
            CompletableFuture<Boolean> drained = drain(gate, Duration.ofSeconds(10));
            await().until(() -> {
                try {
                    new RawClient(gate.address()).close();
                    return false;
                } catch (java.io.UncheckedIOException refused) {
                    return true;
                }
            });
            goOn.countDown();
            assertThat(client.readToEnd()).isEqualTo(OK.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
            client.leave();
            assertThat(drained).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
        }
    }

    @Test
    void webSocketIsClosedWithServiceRestart() {
        try (ScriptedHub hub = new ScriptedHub(WebSocketTest::echo);
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            client.send(WebSocketTest.UPGRADE).readHead();
            CompletableFuture<Boolean> drained = drain(gate, Duration.ofSeconds(10));
            String close = client.readToEnd();
            assertThat(close).startsWith("\u0088").contains("" + (char) (1012 >> 8) + (char) (1012 & 255));
            client.leave();
            assertThat(drained).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
            await().until(() -> hub.received().contains("\u0088\u0082"));
        }
    }

    @Test
    void exchangeThatDoesNotEndIsCutAfterTheDeadline() {
        CountDownLatch arrived = new CountDownLatch(1);
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    c.request();
                    arrived.countDown();
                    c.awaitEnd();
                });
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            await().until(() -> arrived.getCount() == 0);
            assertThat(drain(gate, Duration.ofMillis(300)))
                    .succeedsWithin(Duration.ofSeconds(5))
                    .isEqualTo(false);
            gate.cut();
            assertThat(client.ended()).isTrue();
        }
    }
}
