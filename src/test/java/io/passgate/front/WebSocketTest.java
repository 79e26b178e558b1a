package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import io.passgate.wire.Field;
import io.passgate.wire.RequestEdit;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class WebSocketTest {
    static final String UPGRADE = String.join(
            "\r\n",
            "GET /socket HTTP/1.1",
            "Host: a",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "",
            "");
    static final String SWITCHED = String.join(
            "\r\n",
            "HTTP/1.1 101 Switching Protocols",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
            "",
            "");
    private static final String MASKED_HELLO = "\u0081\u0085\1\2\3\4igohn";

    /** Sends back every byte. */
    static void echo(ScriptedHub.Conversation hub) throws IOException {
        hub.request();
        hub.send(SWITCHED);
        for (int b = hub.readByte(); b >= 0; b = hub.readByte()) {
            hub.send(new byte[] {(byte) b});
        }
    }

    private static String hello() {
        return "\u0081\u0005hello";
    }

    @Test
    void framesPassBothWays() {
        AtomicInteger active = new AtomicInteger();
        Passage passage = new Passage(RequestEdit.NONE, List.of(), Optional.empty(), active::incrementAndGet);
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    c.request();
                    c.send(SWITCHED + hello());
                    c.read(11);
                    c.send(hello());
                    c.awaitEnd();
                });
                TestGate gate =
                        new TestGate(hub.url()).gatekeeper(e -> e.pass(passage)).start();
                RawClient client = new RawClient(gate.address())) {
            client.send(UPGRADE);
            assertThat(client.readHead())
                    .startsWith("HTTP/1.1 101 ")
                    .contains(
                            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
                            "Connection: Upgrade\r\nUpgrade: websocket");
            assertThat(client.read(7)).isEqualTo(hello());
            client.send(MASKED_HELLO);
            assertThat(client.read(7)).isEqualTo(hello());
            assertThat(hub.received()).endsWith("\r\n\r\n" + MASKED_HELLO);
            assertThat(active).hasValue(1);
        }
    }

    @Test
    void clientGoingAwayEndsTheHubsSocket() {
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    c.request();
                    c.send(SWITCHED);
                    c.awaitEnd();
                    c.socket().close();
                });
                TestGate gate = TestGate.before(hub.url())) {
            try (RawClient client = new RawClient(gate.address())) {
                client.send(UPGRADE).readHead();
            }
            await().until(() -> hub.conversations().get(0).socket().isClosed());
            await().until(() -> gate.front().connections() == 0);
        }
    }

    @Test
    void answerOtherThanSwitchingIsAnOrdinaryOne() {
        try (ScriptedHub hub = ScriptedHub.answering("HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno");
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            client.send(UPGRADE);
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 403 ").endsWith("no");
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 403 ").endsWith("no");
        }
    }

    @Test
    void wrongAcceptOpensNoTunnel() {
        try (ScriptedHub hub = ScriptedHub.answering(SWITCHED.replace("s3p", "S3P"));
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            client.send(UPGRADE);
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 502 ");
        }
    }

    @Test
    void switchingThatNobodyAskedForOpensNoTunnel() {
        try (ScriptedHub hub = ScriptedHub.answering(SWITCHED);
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 502 ");
            assertThat(hub.received()).doesNotContain("Upgrade");
        }
    }

    @Test
    void framesThatCannotBeFollowedCutTheTunnel() {
        try (ScriptedHub hub = new ScriptedHub(WebSocketTest::echo);
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            client.send(UPGRADE).readHead();
            client.send("\u0081\u0005hello");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void gateAnswersASocketItself() {
        try (ScriptedHub hub = new ScriptedHub(WebSocketTest::echo);
                TestGate gate = new TestGate(hub.url())
                        .gatekeeper(e -> e.answerSocket(new SocketAnswer(List.of("{\"a\":1}"), 4403, "no access pass")))
                        .start();
                RawClient client = new RawClient(gate.address())) {
            client.send(UPGRADE.replace("\r\n\r\n", "\r\nSec-WebSocket-Protocol: one, two\r\n\r\n"));
            assertThat(client.readHead())
                    .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "Sec-WebSocket-Protocol: one\r\n");
            assertThat(client.readToEnd())
                    .isEqualTo("\u0081\7{\"a\":1}\u0088\u0010" + (char) (4403 >> 8) + (char) (4403 & 255)
                            + "no access pass");
            assertThat(hub.conversations()).isEmpty();
        }
    }

    @Test
    void endedTunnelSaysSoBetweenTwoMessagesOfTheHub() {
        Queue<Exchange> running = new ConcurrentLinkedQueue<>();
        AtomicInteger ended = new AtomicInteger();
        CountDownLatch said = new CountDownLatch(1);
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    c.request();
                    c.send(SWITCHED + "\u0081\u0005hel");
                    await().until(() -> said.getCount() == 0);
                    c.send("lo\u0081\u0005never");
                    c.awaitEnd();
                });
                TestGate gate = new TestGate(hub.url())
                        .gatekeeper(e -> {
                            running.add(e);
                            e.onEnd(ended::incrementAndGet);
                            e.pass(Passage.PLAIN);
                        })
                        .start();
                RawClient client = new RawClient(gate.address())) {
            client.send(UPGRADE).readHead();
            assertThat(client.read(5)).isEqualTo("\u0081\u0005hel");
            CompletableFuture.runAsync(
                            () -> running.element().end(new SocketAnswer(List.of("bye"), 4401, "")),
                            running.element().executor())
                    .join();
            said.countDown();
            assertThat(client.readToEnd()).isEqualTo("lo\u0081\u0003bye\u0088\u0002\u00111");
            assertThat(ended).hasValue(1);
        }
    }

    private static void dripped(ScriptedHub.Conversation hub) throws IOException {
        try {
            hub.readByte();
        } catch (SocketTimeoutException itIsTime) {
            // for the next drop
        }
    }

    @Test
    void hubThatNeverFinishesItsMessageIsCutAfterASecond() {
        Queue<Exchange> running = new ConcurrentLinkedQueue<>();
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    c.request();
                    c.send(SWITCHED + "\u0081\u007f\0\0\0\0\u0010\0\0\0hel");
                    while (true) {
                        c.send("x");
                        c.socket().setSoTimeout(50);
                        dripped(c);
                    }
                });
                TestGate gate = new TestGate(hub.url())
                        .gatekeeper(e -> {
                            running.add(e);
                            e.pass(Passage.PLAIN);
                        })
                        .start();
                RawClient client = new RawClient(gate.address())) {
            client.send(UPGRADE).readHead();
            client.read(13);
            long start = System.nanoTime();
            running.element().executor().execute(() -> running.element().end(SocketAnswer.close(4401, "ended")));
            assertThat(client.readToEnd()).matches("x*");
            assertThat((System.nanoTime() - start) / 1_000_000).isBetween(700L, 5000L);
        }
    }

    @Test
    void cookieOfOursTravelsWithTheSwitch() {
        Passage passage = new Passage(
                new RequestEdit(List.of(), List.of(), List.of(new Field("X-A", "b"))),
                List.of("pg=1"),
                Optional.empty(),
                Activity.IGNORED);
        try (ScriptedHub hub = new ScriptedHub(WebSocketTest::echo);
                TestGate gate =
                        new TestGate(hub.url()).gatekeeper(e -> e.pass(passage)).start();
                RawClient client = new RawClient(gate.address())) {
            client.send(UPGRADE);
            assertThat(client.readHead()).contains("Set-Cookie: pg=1\r\nCache-Control: private\r\n");
        }
    }
}
