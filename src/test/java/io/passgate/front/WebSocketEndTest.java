package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** design.md §7: a tunnel the gate ends speaks only between messages, and is cut when that takes longer than a second. */
@ExtendWith(LeakCheck.class)
class WebSocketEndTest {
    private static final SocketAnswer ENDED = new SocketAnswer(List.of("{\"bye\":1}"), 4401, "session ended");
    private static final byte[] LAST_WORDS = Ws.join(
            Ws.frame(Ws.FIN | Ws.TEXT, "{\"bye\":1}"),
            Ws.frame(
                    Ws.FIN | Ws.CLOSE,
                    Ws.join(new byte[] {0x11, 0x31}, "session ended".getBytes(StandardCharsets.UTF_8))));

    private final AtomicReference<Exchange> passed = new AtomicReference<>();

    private Ground before(ScriptedHub.Script script) {
        ScriptedHub hub = new ScriptedHub(script);
        return new Ground(hub, new TestGate(hub.url()).gatekeeper(exchange -> {
                    passed.set(exchange);
                    exchange.pass(Passage.PLAIN);
                }));
    }

    private void end() {
        Exchange exchange = Objects.requireNonNull(passed.get());
        CompletableFuture.runAsync(() -> exchange.end(ENDED), exchange.executor())
                .join();
    }

    @Test
    void betweenMessagesTheClientHearsWhyAndTheHubGetsAClose() {
        try (Ground ground = before(hub -> {
                    Ws.accept(hub);
                    hub.awaitEnd();
                });
                RawClient client = Ws.open(ground)) {
            end();

            assertThat(client.readToEnd().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(LAST_WORDS);
            await().until(() -> ground.hub.conversations().get(0).ended());
            byte[] atHub = tail(ground);
            assertThat(atHub).hasSize(8).startsWith(0x88, 0x82);
            assertThat(new byte[] {(byte) (atHub[6] ^ atHub[2]), (byte) (atHub[7] ^ atHub[3])})
                    .as("1001")
                    .isEqualTo(new byte[] {0x03, (byte) 0xe9});
        }
    }

    @Test
    void messageOfTheHubThatHasBegunIsFinishedFirst() {
        CountDownLatch goOn = new CountDownLatch(1);
        byte[] begun = Ws.join(Ws.frame(Ws.TEXT, "be"), Ws.frame(Ws.FIN | Ws.PING, "p"));
        byte[] rest = Ws.join(Ws.frame(Ws.FIN | Ws.PING, "q"), Ws.frame(Ws.FIN | Ws.CONTINUATION, "gun"));
        try (Ground ground = before(hub -> {
                    Ws.accept(hub);
                    hub.send(begun);
                    Pause.until(goOn);
                    hub.send(Ws.join(rest, Ws.frame(Ws.FIN | Ws.TEXT, "too late")));
                    hub.awaitEnd();
                });
                RawClient client = Ws.open(ground)) {
            assertThat(client.readBytes(begun.length)).isEqualTo(begun);
            end();
            goOn.countDown();

            assertThat(client.readToEnd().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(Ws.join(rest, LAST_WORDS));
        }
    }

    @Test
    void frameOfTheHubThatHasBegunIsFinishedFirst() {
        CountDownLatch goOn = new CountDownLatch(1);
        byte[] frame = Ws.frame(Ws.FIN | Ws.TEXT, "x".repeat(300));
        try (Ground ground = before(hub -> {
                    Ws.accept(hub);
                    hub.send(Arrays.copyOf(frame, 3));
                    Pause.until(goOn);
                    hub.send(Ws.join(
                            Arrays.copyOfRange(frame, 3, frame.length), Ws.frame(Ws.FIN | Ws.TEXT, "too late")));
                    hub.awaitEnd();
                });
                RawClient client = Ws.open(ground)) {
            assertThat(client.readBytes(3)).isEqualTo(Arrays.copyOf(frame, 3));
            end();
            goOn.countDown();

            assertThat(client.readToEnd().getBytes(StandardCharsets.ISO_8859_1))
                    .isEqualTo(Ws.join(Arrays.copyOfRange(frame, 3, frame.length), LAST_WORDS));
        }
    }

    @Test
    void frameOfTheClientThatHasBegunGetsNothingIntoItsMiddle() {
        byte[] begun = Arrays.copyOf(Ws.masked(Ws.FIN | Ws.TEXT, "x".repeat(50)), 20);
        CountDownLatch there = new CountDownLatch(1);
        try (Ground ground = before(hub -> {
                    Ws.accept(hub);
                    hub.read(begun.length);
                    there.countDown();
                    hub.awaitEnd();
                });
                RawClient client = Ws.open(ground)) {
            client.send(begun);
            await().until(() -> there.getCount() == 0);
            end();

            assertThat(client.readToEnd().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(LAST_WORDS);
            await().until(() -> ground.hub.conversations().get(0).ended());
            assertThat(tail(ground)).isEqualTo(begun);
        }
    }

    @Test
    void nothingIsSaidToAClientThatTheHubHasSaidCloseTo() {
        try (Ground ground = before(hub -> {
                    Ws.accept(hub);
                    hub.send(Ws.close(1000));
                    hub.awaitEnd();
                });
                RawClient client = Ws.open(ground)) {
            assertThat(client.readBytes(4)).isEqualTo(Ws.close(1000));
            end();
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void messageThatDoesNotEndIsCutAfterASecond() {
        try (Ground ground = before(hub -> {
                    Ws.accept(hub);
                    hub.send(Ws.frame(Ws.TEXT, "be"));
                    hub.awaitEnd();
                });
                RawClient client = Ws.open(ground)) {
            client.readBytes(4);
            long start = System.nanoTime();
            end();

            assertThat(client.readToEnd()).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(700), Duration.ofSeconds(4));
            await().until(() -> ground.hub.conversations().get(0).ended());
        }
    }

    @Test
    void messageThatGoesOnAndOnIsCutAfterASecond() {
        try (Ground ground = before(hub -> {
                    Ws.accept(hub);
                    hub.send(Ws.frame(Ws.TEXT, "be"));
                    while (true) {
                        hub.send(Ws.frame(Ws.CONTINUATION, "and on"));
                        pause();
                    }
                });
                RawClient client = Ws.open(ground)) {
            client.readBytes(4);
            end();

            await().atMost(Duration.ofSeconds(4))
                    .until(() -> ground.gate.front().connections() == 0);
            client.readToEnd();
        }
    }

    @Test
    void clientThatGoesOnTalkingDoesNotPutTheCutOff() {
        try (Ground ground = before(hub -> {
                    Ws.accept(hub);
                    hub.send(Ws.frame(Ws.TEXT, "be"));
                    hub.awaitEnd();
                });
                RawClient client = Ws.open(ground)) {
            client.readBytes(4);
            end();

            await().atMost(Duration.ofSeconds(4))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        try {
                            client.send(Ws.masked(Ws.FIN | Ws.TEXT, "still here"));
                        } catch (UncheckedIOException cut) {
                            return true;
                        }
                        return ground.gate.front().connections() == 0;
                    });
        }
    }

    private static byte[] tail(Ground ground) {
        String received = ground.hub.received();
        return received.substring(received.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void pause() throws IOException {
        try {
            new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
