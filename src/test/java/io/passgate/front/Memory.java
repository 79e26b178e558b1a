package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** What the gate holds in buffers. */
final class Memory {
    private static final Duration STALL = Duration.ofMillis(700);

    private Memory() {}

    /** Bytes of pooled memory in use by buffers that live. */
    static long pinned() {
        return PooledByteBufAllocator.DEFAULT.pinnedDirectMemory() + PooledByteBufAllocator.DEFAULT.pinnedHeapMemory();
    }

    /** Looks, until {@code progress} stands still or comes to {@code end}, whether more than {@code limit} bytes are pinned. */
    static void assertStaysBelow(long limit, LongSupplier progress, long end) {
        AtomicLong most = new AtomicLong();
        AtomicLong last = new AtomicLong(-1);
        AtomicLong since = new AtomicLong(System.nanoTime());
        await().atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    long now = progress.getAsLong();
                    if (last.getAndSet(now) != now) {
                        since.set(System.nanoTime());
                    }
                    most.accumulateAndGet(pinned(), Math::max);
                    return now >= end || System.nanoTime() - since.get() > STALL.toNanos() || most.get() > limit;
                });
        assertThat(most.get())
                .as("bytes in buffers, after %d of %d", last.get(), end)
                .isLessThanOrEqualTo(limit);
    }
}
