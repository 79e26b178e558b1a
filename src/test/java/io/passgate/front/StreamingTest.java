package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PooledByteBufAllocator;
import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import java.io.IOException;
import java.net.SocketException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class StreamingTest {
    private static final int PART = 64 << 10;
    private static final int TOTAL = 64 << 20;

    private static long memory() {
        return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }

    private static byte[] pattern(int part) {
        byte[] bytes = new byte[PART];
        Arrays.fill(bytes, (byte) part);
        return bytes;
    }

    @Test
    void slowReaderBoundsWhatIsTakenFromTheHub() throws IOException {
        AtomicLong sent = new AtomicLong();
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    c.request();
                    c.socket().setSendBufferSize(PART);
                    c.send("HTTP/1.1 200 OK\r\nContent-Length: " + TOTAL + "\r\n\r\n");
                    for (int i = 0; i < TOTAL / PART; i++) {
                        c.send(pattern(i));
                        sent.addAndGet(PART);
                    }
                });
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            long before = memory();
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readHead();
            AtomicLong last = new AtomicLong(-1);
            await().pollInterval(java.time.Duration.ofMillis(200))
                    .until(() -> last.getAndSet(sent.get()) == sent.get());
            assertThat(sent.get())
                    .as("what the hub could send while nobody read")
                    .isLessThan(TOTAL / 2);
            assertThat(memory() - before).as("memory of the gate").isLessThan(16 << 20);
            for (int i = 0; i < TOTAL / PART; i++) {
                assertThat(client.readBytes(PART)).isEqualTo(pattern(i));
            }
        }
    }

    @Test
    void slowHubBoundsWhatIsTakenFromTheClient() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicLong taken = new AtomicLong();
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    c.readHead();
                    await().forever().until(() -> goOn.getCount() == 0);
                    byte[] part = new byte[PART];
                    while (taken.get() < TOTAL) {
                        taken.addAndGet(c.socket().getInputStream().read(part));
                    }
                    c.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                });
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            AtomicLong sent = new AtomicLong();
            Thread sender = new Thread(() -> {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + TOTAL + "\r\n\r\n");
                for (int i = 0; i < TOTAL / PART; i++) {
                    client.send(pattern(i));
                    sent.addAndGet(PART);
                }
            });
            sender.start();
            AtomicLong last = new AtomicLong(-1);
            await().pollInterval(java.time.Duration.ofMillis(200))
                    .until(() -> sent.get() > 0 && last.getAndSet(sent.get()) == sent.get());
            assertThat(sent.get())
                    .as("what the client could send while nobody read")
                    .isLessThan(TOTAL / 2);
            goOn.countDown();
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 200 ");
            sender.join();
            assertThat(taken).hasValue(TOTAL);
        }
    }

    @Test
    void clientGoingAwayStopsTheHub() {
        CountDownLatch cut = new CountDownLatch(1);
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    c.request();
                    c.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    try {
                        while (true) {
                            c.send("1\r\nx\r\n");
                        }
                    } catch (SocketException e) {
                        cut.countDown();
                    }
                });
                TestGate gate = TestGate.before(hub.url())) {
            try (RawClient client = new RawClient(gate.address())) {
                client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readHead();
            }
            await().until(() -> cut.getCount() == 0);
        }
    }

    @Test
    void everyPartIsPassedOnAtOnce() {
        CountDownLatch second = new CountDownLatch(1);
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    c.request();
                    c.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
                    await().until(() -> second.getCount() == 0);
                    c.send("data: 2\n\n");
                });
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readHead()).contains("Connection: close\r\n");
            assertThat(client.read(9)).isEqualTo("data: 1\n\n");
            second.countDown();
            assertThat(client.readToEnd()).isEqualTo("data: 2\n\n");
        }
    }

    @Test
    void hubsEarlyAnswerEndsAnUpload() {
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    c.readHead();
                    c.send("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
                    c.awaitEnd();
                });
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n");
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 413 ");
            client.send("bodyGET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 413 ");
            assertThat(hub.conversations())
                    .as("the first hub connection still waits for a body")
                    .hasSize(2);
        }
    }
}
