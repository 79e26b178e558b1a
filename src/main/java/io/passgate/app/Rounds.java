package io.passgate.app;

import io.netty.channel.EventLoopGroup;
import io.passgate.admission.LicenseSource;
import io.passgate.admission.Records;
import io.passgate.alerts.Alerts;
import io.passgate.decision.LedgerView.Stock;
import io.passgate.license.Occupancy;
import io.passgate.license.Terms;
import io.passgate.telemetry.GateMetrics;
import io.passgate.telemetry.LicenseMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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
    private static final int FIGURES_SECONDS = 30;
    private static final int TERMS_SECONDS = 60;
    private static final int RELEASE_SECONDS = 24 * 3600;

    /** Rounds that are long come soon after the start too: a gate that is started every day would never see them. */
    private static final int FIRST_SECONDS = 30;

    private static final Duration DENIED_WITHIN = Duration.ofDays(7);
    private static final int LAST_ROUND_SECONDS = 10;

    private final UseCases use;
    private final Records records;
    private final LicenseSource license;
    private final GateMetrics metrics;
    private final LicenseMetrics licenseMetrics;
    private final Alerts alerts;
    private final InstantSource clock;
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger denied = new AtomicInteger();
    private final AtomicReference<Occupancy> occupancy = new AtomicReference<>(Occupancy.NONE);
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "rounds"));

    /** Who is shown what the rounds read. */
    record Watchers(GateMetrics metrics, LicenseMetrics licenseMetrics, Alerts alerts) {}

    Rounds(UseCases use, Records records, LicenseSource license, Watchers watchers, InstantSource clock) {
        this.use = use;
        this.records = records;
        this.license = license;
        this.metrics = watchers.metrics();
        this.licenseMetrics = watchers.licenseMetrics();
        this.alerts = watchers.alerts();
        this.clock = clock;
    }

    void start(EventLoopGroup loops) {
        metrics.watchSessions(sessions::get);
        metrics.watchDenied(denied::get);
        licenseMetrics.watchOccupancy(occupancy::get);
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
                FIGURES_SECONDS,
                () -> denied.set(
                        records.denied(clock.instant().minus(DENIED_WITHIN)).size()));
        every(FIGURES_SECONDS, () -> {
            Occupancy counted = occupancy();
            occupancy.set(counted);
            alerts.look(license.current(clock.instant()), counted, metrics.refusals());
        });
        every(
                1,
                () -> loops.forEach(loop -> {
                    long asked = System.nanoTime();
                    loop.execute(() -> metrics.eventLoopDelay(Duration.ofNanos(System.nanoTime() - asked)));
                }));
    }

    private Occupancy occupancy() {
        Instant now = clock.instant();
        Terms terms = license.current(now).terms();
        Stock stock = records.stock(terms, now);
        return Occupancy.of(terms, records.allocations(), stock.groups(), stock.minutesUsed(), now);
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
