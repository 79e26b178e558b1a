package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** design.md §7: bodies are never collected; what one side cannot take the other may not send. */
@ExtendWith(LeakCheck.class)
class StreamingHazardTest {
    private static final int CHUNKS = 64;
    private static final long LIMIT = 8 << 20;
    private static final byte[] CHUNK = Ws.join(
            "100000\r\n".getBytes(StandardCharsets.US_ASCII),
            new byte[1 << 20],
            "\r\n".getBytes(StandardCharsets.US_ASCII));
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";

    @Test
    void chunkedDownloadOf64MebibytesWaitsForASlowClient() {
        AtomicLong sent = new AtomicLong();
        try (Ground ground = Ground.before(hub -> {
                    hub.request();
                    hub.send("HTTP/1.1 200 OK\r\n" + CHUNKED);
                    for (int i = 0; i < CHUNKS; i++) {
                        hub.send(CHUNK);
                        sent.addAndGet(CHUNK.length);
                    }
                    hub.send("0\r\n\r\n");
                    hub.awaitEnd();
                });
                RawClient client = ground.client()) {
            client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readHead()).isEqualTo("HTTP/1.1 200 OK\r\n" + CHUNKED);
            Memory.assertStaysBelow(LIMIT, sent::get, (long) CHUNKS * CHUNK.length);
            for (int i = 0; i < CHUNKS; i++) {
                assertThat(client.readBytes(CHUNK.length)).isEqualTo(CHUNK);
                assertThat(Memory.pinned()).isLessThan(LIMIT);
            }
            assertThat(client.read(5)).isEqualTo("0\r\n\r\n");
        }
    }

    @Test
    void downloadUntilTheEndOfTheConnectionWaitsForASlowClient() {
        AtomicLong sent = new AtomicLong();
        try (Ground ground = Ground.before(hub -> {
                    hub.request();
                    hub.send("HTTP/1.1 200 OK\r\n\r\n");
                    for (int i = 0; i < CHUNKS; i++) {
                        hub.send(CHUNK);
                        sent.addAndGet(CHUNK.length);
                    }
                });
                RawClient client = ground.client()) {
            client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n").readHead();
            Memory.assertStaysBelow(LIMIT, sent::get, (long) CHUNKS * CHUNK.length);
            for (int i = 0; i < CHUNKS; i++) {
                assertThat(client.readBytes(CHUNK.length)).isEqualTo(CHUNK);
            }
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void chunkedUploadOf64MebibytesWaitsForASlowHub() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicLong wrong = new AtomicLong();
        try (Ground ground = Ground.before(hub -> {
                    hub.readHead();
                    Pause.until(goOn);
                    InputStream in = hub.socket().getInputStream();
                    for (int i = 0; i < CHUNKS; i++) {
                        wrong.addAndGet(Arrays.equals(in.readNBytes(CHUNK.length), CHUNK) ? 0 : 1);
                    }
                    hub.read(5);
                    hub.send(Ground.OK);
                    hub.awaitEnd();
                });
                RawClient client = ground.client()) {
            AtomicLong sent = new AtomicLong();
            Thread sender = new Thread(() -> {
                client.send("POST /a HTTP/1.1\r\nHost: a\r\n" + CHUNKED);
                for (int i = 0; i < CHUNKS; i++) {
                    client.send(CHUNK);
                    sent.addAndGet(CHUNK.length);
                }
                client.send("0\r\n\r\n");
            });
            sender.start();
            Memory.assertStaysBelow(LIMIT, sent::get, (long) CHUNKS * CHUNK.length);
            goOn.countDown();
            assertThat(client.readAnswer()).isEqualTo(Ground.OK);
            assertThat(wrong).hasValue(0);
            assertThat(Memory.pinned()).isLessThan(LIMIT);
            sender.join();
        }
    }

    @Test
    void bodiesFlowBothWaysAtOnce() throws Exception {
        try (Ground ground = Ground.before(hub -> {
                    hub.readHead();
                    hub.send("HTTP/1.1 200 OK\r\n" + CHUNKED);
                    InputStream in = hub.socket().getInputStream();
                    for (int i = 0; i < CHUNKS / 4; i++) {
                        hub.send(in.readNBytes(CHUNK.length));
                    }
                    hub.read(5);
                    hub.send("0\r\n\r\n");
                    hub.awaitEnd();
                });
                RawClient client = ground.client()) {
            Thread sender = new Thread(() -> {
                client.send("POST /a HTTP/1.1\r\nHost: a\r\n" + CHUNKED);
                for (int i = 0; i < CHUNKS / 4; i++) {
                    client.send(CHUNK);
                }
                client.send("0\r\n\r\n");
            });
            sender.start();
            client.readHead();
            for (int i = 0; i < CHUNKS / 4; i++) {
                assertThat(client.readBytes(CHUNK.length)).isEqualTo(CHUNK);
            }
            assertThat(client.read(5)).isEqualTo("0\r\n\r\n");
            sender.join();
            client.send("GET /sound HTTP/1.1\r\nHost: a\r\n\r\n");
        }
    }

    @Test
    void everyEventPassesBeforeTheNextIsMade() {
        Semaphore seen = new Semaphore(1);
        int events = 300;
        try (Ground ground = Ground.before(hub -> {
                    hub.request();
                    hub.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n" + CHUNKED);
                    for (int i = 0; i < events; i++) {
                        Pause.until(seen);
                        hub.send("b\r\ndata: " + (1000 + i) + "\n\r\n");
                    }
                    hub.send("0\r\n\r\n");
                    hub.awaitEnd();
                });
                RawClient client = ground.client()) {
            client.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n").readHead();
            long[] nanos = new long[events];
            for (int i = 0; i < events; i++) {
                long start = System.nanoTime();
                assertThat(client.read(16)).isEqualTo("b\r\ndata: " + (1000 + i) + "\n\r\n");
                nanos[i] = System.nanoTime() - start;
                seen.release();
            }
            assertThat(client.read(5)).isEqualTo("0\r\n\r\n");
            Arrays.sort(nanos);
            assertThat(Duration.ofNanos(nanos[events / 2])).as("median").isLessThan(Duration.ofMillis(50));
        }
    }

    @Test
    void everyPartOfAnUploadPassesBeforeTheNextIsMade() {
        Semaphore seen = new Semaphore(0);
        try (Ground ground = Ground.before(hub -> {
                    hub.readHead();
                    for (int i = 0; i < 100; i++) {
                        hub.read(6);
                        seen.release();
                    }
                    hub.read(5);
                    hub.send(Ground.OK);
                    hub.awaitEnd();
                });
                RawClient client = ground.client()) {
            client.send("POST /a HTTP/1.1\r\nHost: a\r\n" + CHUNKED);
            for (int i = 0; i < 100; i++) {
                client.send("1\r\nx\r\n");
                await().pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(seen::tryAcquire);
            }
            client.send("0\r\n\r\n");
            assertThat(client.readAnswer()).isEqualTo(Ground.OK);
        }
    }
}
