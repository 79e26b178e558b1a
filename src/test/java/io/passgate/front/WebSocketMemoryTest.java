package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Big frames towards somebody who does not read wait outside the gate, not in its memory. */
@ExtendWith(LeakCheck.class)
class WebSocketMemoryTest {
    private static final int FRAMES = 64;
    private static final byte[] MEGABYTE = new byte[1 << 20];
    private static final long LIMIT = 8 << 20;

    @Test
    void bigFramesOfAHubWaitForASlowClient() {
        AtomicLong sent = new AtomicLong();
        byte[] frame = Ws.frame(Ws.FIN | 2, MEGABYTE);
        try (Ground ground = Ground.before(hub -> {
                    Ws.accept(hub);
                    for (int i = 0; i < FRAMES; i++) {
                        hub.send(frame);
                        sent.addAndGet(frame.length);
                    }
                    hub.awaitEnd();
                });
                RawClient client = Ws.open(ground)) {
            Memory.assertStaysBelow(LIMIT, sent::get, (long) FRAMES * frame.length);
            for (int i = 0; i < FRAMES; i++) {
                assertThat(client.readBytes(frame.length)).isEqualTo(frame);
            }
        }
    }

    @Test
    void bigFramesOfAClientWaitForASlowHub() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        AtomicLong wrong = new AtomicLong(-1);
        byte[] frame = Ws.masked(Ws.FIN | 2, MEGABYTE);
        try (Ground ground = Ground.before(hub -> {
                    Ws.accept(hub);
                    try {
                        read.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    InputStream in = hub.socket().getInputStream();
                    long bad = 0;
                    for (int i = 0; i < FRAMES; i++) {
                        bad += Arrays.equals(in.readNBytes(frame.length), frame) ? 0 : 1;
                    }
                    wrong.set(bad);
                });
                RawClient client = Ws.open(ground)) {
            AtomicLong sent = new AtomicLong();
            Thread sender = new Thread(() -> {
                for (int i = 0; i < FRAMES; i++) {
                    client.send(frame);
                    sent.addAndGet(frame.length);
                }
            });
            sender.start();
            Memory.assertStaysBelow(LIMIT, sent::get, (long) FRAMES * frame.length);
            read.countDown();
            await().atMost(Duration.ofSeconds(30)).until(() -> wrong.get() >= 0);
            assertThat(wrong).hasValue(0);
            sender.join();
        }
    }
}
