package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A gate that goes down lets what runs finish and begins nothing new. */
@ExtendWith(LeakCheck.class)
class DrainHazardTest {
    private static CompletableFuture<Boolean> drain(Ground ground) {
        CompletableFuture<Boolean> drained =
                CompletableFuture.supplyAsync(() -> ground.gate.front().drain(Duration.ofSeconds(20)));
        InetSocketAddress address = ground.gate.address();
        await().until(() -> {
            try {
                new RawClient(address).close();
                return false;
            } catch (UncheckedIOException refused) {
                return true;
            }
        });
        return drained;
    }

    @Test
    void longDownloadAndLongUploadFinish() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        byte[] part = new byte[1 << 20];
        try (Ground ground = Ground.before(hub -> {
                    hub.readHead();
                    hub.send("HTTP/1.1 200 OK\r\nContent-Length: " + 2 * part.length + "\r\n\r\n");
                    hub.send(part);
                    Pause.until(go);
                    hub.send(part);
                    hub.awaitEnd();
                });
                RawClient down = ground.client()) {
            down.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n").readHead();
            down.readBytes(part.length);
            CompletableFuture<Boolean> drained = drain(ground);
            go.countDown();
            assertThat(down.readBytes(part.length)).isEqualTo(part);
            assertThat(down.ended()).isTrue();
            assertThat(drained).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
        }
    }

    @Test
    void uploadFinishesAndIsToldThatItWasTheLast() {
        try (Ground ground = new Ground();
                RawClient client = ground.client()) {
            client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel");
            await().until(() -> ground.hub.received().endsWith("hel"));
            CompletableFuture<Boolean> drained = drain(ground);
            client.send("lo" + Ground.SMUGGLED);
            assertThat(client.readToEnd())
                    .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
            assertThat(drained).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
            assertThat(ground.hub.received()).doesNotContain("smuggled");
        }
    }

    @Test
    void requestWhoseHeadHasBegunIsServedAsTheLast() {
        try (Ground ground = new Ground();
                RawClient client = ground.client()) {
            client.send("GET /a HTTP/1.1\r\nHo");
            await().until(() -> ground.gate.front().connections() == 1);
            ground.assertServesOthers();
            CompletableFuture<Boolean> drained = drain(ground);
            client.send("st: a\r\n\r\n");
            assertThat(client.readToEnd()).endsWith("\r\nConnection: close\r\n\r\nok");
            assertThat(drained).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
        }
    }

    @Test
    void socketsOfAllKindsHearServiceRestart() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (Ground ground = Ground.before(hub -> {
                    hub.readHead();
                    if (hub.head().startsWith("GET /slow ")) {
                        Pause.until(go);
                    }
                    hub.send(Ws.ACCEPT);
                    hub.awaitEnd();
                });
                RawClient open = Ws.open(ground);
                RawClient opening = ground.client()) {
            opening.send(Ws.REQUEST.replace("/ws", "/slow"));
            await().until(() -> ground.hub.received().contains("GET /slow "));
            CompletableFuture<Boolean> drained = drain(ground);
            assertClosedWith1012(open);
            go.countDown();
            assertThat(opening.readHead()).startsWith("HTTP/1.1 101 ");
            assertClosedWith1012(opening);
            assertThat(drained).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
        }
    }

    private static void assertClosedWith1012(RawClient client) {
        byte[] close = client.readToEnd().getBytes(StandardCharsets.ISO_8859_1);
        assertThat(close).startsWith(0x88).hasSizeGreaterThanOrEqualTo(4);
        assertThat(((close[2] & 0xff) << 8) | (close[3] & 0xff)).isEqualTo(1012);
    }

    @Test
    void eventStreamThatDoesNotEndIsCutWhenTheGateCloses() {
        try (Ground ground = Ground.before(hub -> {
                    hub.request();
                    hub.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
                    hub.awaitEnd();
                });
                RawClient client = ground.client()) {
            client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n").readHead();
            client.read(6);
            assertThat(ground.gate.front().drain(Duration.ofMillis(300))).isFalse();
            ground.gate.close();
            assertThat(client.ended()).isTrue();
            await().until(() -> ground.hub.conversations().get(0).ended());
        }
    }
}
