package io.passgate.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the openings of anonymous users by client address, so that nobody fills the ledger with people who never come back
 * (decision 24). Bounded: under an attack from very many addresses the oldest counts go. Safe for use by many threads.
 */
public final class AnonymousOpenings {

    /** What is counted together, and after how long trying again is worth it. */
    static final Duration WITHIN = Duration.ofMinutes(1);

    private static final int ADDRESSES = 100_000;

    private final int most;
    private final Cache<String, AtomicInteger> byAddress;

    /** Allows each address {@code most} openings a minute. */
    public AnonymousOpenings(int most, InstantSource clock) {
        this.most = most;
        this.byAddress = Caffeine.newBuilder()
                .maximumSize(ADDRESSES)
                .expireAfterWrite(WITHIN)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    /** Counts one more of that address; false when it has had as many as it may. */
    boolean take(String address) {
        return byAddress.get(address, first -> new AtomicInteger()).incrementAndGet() <= most;
    }
}
