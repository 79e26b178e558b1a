package io.passgate.backend;

import io.passgate.admission.LicenseOffice.LicenseStatus;
import io.passgate.admission.LicenseSource.License;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that looks after a license step by step, and the telling of its changes. Safe for use by many threads. */
final class LicenseLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LicenseLoop.class);
    private static final Duration CLOSE = Duration.ofSeconds(3);

    private final SiteLicense.Surroundings around;
    private final Function<Instant, License> current;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "license");
        made.setDaemon(true);
        return made;
    });
    private License announced;

    /** @param current the license at a moment */
    LicenseLoop(SiteLicense.Surroundings around, Function<Instant, License> current) {
        this.around = around;
        this.current = current;
        this.announced = current.apply(Instant.EPOCH);
    }

    /**
     * Runs {@code step} at once and then again and again.
     *
     * @param step never fails: it logs what it stumbles over
     * @return completes with {@code status} after the first step
     */
    @SuppressWarnings("FutureReturnValueIgnored") // a step never fails
    CompletionStage<LicenseStatus> start(Runnable step, Duration every, Supplier<LicenseStatus> status) {
        CompletableFuture<LicenseStatus> first = CompletableFuture.supplyAsync(
                () -> {
                    step.run();
                    return status.get();
                },
                thread);
        thread.scheduleWithFixedDelay(step, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        return first;
    }

    /** Tells of a change, if there is one; changes are told one after the other, in their order. */
    synchronized void announce() {
        License before = announced;
        License after = current.apply(around.clock().instant());
        announced = after;
        if (before.standing().state() != after.standing().state()
                || !before.terms().equals(after.terms())) {
            around.changed().accept(new LicenseChange(before, after));
        }
    }

    /** No further step begins. */
    void closing() {
        thread.shutdown();
    }

    boolean isClosing() {
        return thread.isShutdown();
    }

    /** Waits a moment for the step that runs. */
    @Override
    public void close() {
        closing();
        try {
            if (!thread.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the license loop is still busy; the gate closes without it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
