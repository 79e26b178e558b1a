package io.passgate.app;

import io.netty.channel.EventLoopGroup;
import io.passgate.admission.Records;
import io.passgate.telemetry.GateMetrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the gate looks after by itself, on one thread of its own: idle sessions end, a license that stops letting people in ends
 * theirs, what is given out follows the terms and the clock, unused access passes are released where that is configured, and the
 * figures that metrics show from memory are read. A round that fails is logged and the next one comes. Started
 * once, closed once.
 */
final class Rounds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final int EXPIRE_SECONDS = 5;
    private static final int DENIED_SECONDS = 30;
    private static final int TERMS_SECONDS = 60;
    private static final int RELEASE_SECONDS = 24 * 3600;

    /** Rounds that are long come soon after the start too: a gate that is started every day would never see them. */
    private static final int FIRST_SECONDS = 30;

    private static final Duration DENIED_WITHIN = Duration.ofDays(7);
    private static final int LAST_ROUND_SECONDS = 10;

    private final UseCases use;
    private final Records records;
    private final GateMetrics metrics;
    private final InstantSource clock;
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger denied = new AtomicInteger();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "rounds"));

    Rounds(UseCases use, Records records, GateMetrics metrics, InstantSource clock) {
        this.use = use;
        this.records = records;
        this.metrics = metrics;
        this.clock = clock;
    }

    void start(EventLoopGroup loops) {
        metrics.watchSessions(sessions::get);
        metrics.watchDenied(denied::get);
        every(1, use.licenseWatch()::look);
        every(TERMS_SECONDS, () -> {
            use.applyTerms().run();
            use.loosening().tell();
        });
        use.release().ifPresent(release -> every(RELEASE_SECONDS, release::run));
        every(EXPIRE_SECONDS, () -> {
            use.endSession().expire().toCompletableFuture().join();
            sessions.set(records.sessions().size());
        });
        every(
                DENIED_SECONDS,
                () -> denied.set(
                        records.denied(clock.instant().minus(DENIED_WITHIN)).size()));
        every(
                1,
                () -> loops.forEach(loop -> {
                    long asked = System.nanoTime();
                    loop.execute(() -> metrics.eventLoopDelay(Duration.ofNanos(System.nanoTime() - asked)));
                }));
    }

    private void every(int seconds, Runnable round) {
        var unused = thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        round.run();
                    } catch (RuntimeException e) {
                        LOG.error("a round failed; the next one comes", e);
                    }
                },
                Math.min(seconds, FIRST_SECONDS),
                seconds,
                TimeUnit.SECONDS);
    }

    /** The round that runs is finished, for it needs what is closed next. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LAST_ROUND_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
