package io.passgate.app;

import io.passgate.admission.ApplyTerms;
import io.passgate.admission.StandingChange;
import io.passgate.admission.Waiting;
import io.passgate.backend.LicenseChange;
import io.passgate.backend.Sharing;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows from a change of the license, or of assignments by other sites of it: those who asked for it are told how it stands, who waits is woken at once, what is
 * given out follows the terms on a thread of its own, so that the license goes on being verified meanwhile. What fails is logged
 * and done by the next round. Safe for use by many threads.
 */
final class LicenseChanges implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LicenseChanges.class);
    private static final int LAST_CHANGE_SECONDS = 10;

    private final Waiting waiting;
    private final List<Consumer<StandingChange>> told;
    private final InstantSource clock;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "terms"));
    private volatile Optional<ApplyTerms> applyTerms = Optional.empty();

    /** @param told who is told of each change of the standing, in order; none of them blocks */
    LicenseChanges(Waiting waiting, List<Consumer<StandingChange>> told, InstantSource clock) {
        this.waiting = waiting;
        this.told = List.copyOf(told);
        this.clock = clock;
    }

    /** From now on changes are applied; before the license is started. */
    void start(ApplyTerms use) {
        applyTerms = Optional.of(use);
    }

    void changed(LicenseChange change) {
        if (change.before().standing().state() != change.after().standing().state()) {
            StandingChange standing = new StandingChange(
                    clock.instant(),
                    change.after().terms().license(),
                    change.before().standing(),
                    change.after().standing());
            told.forEach(one -> one.accept(standing));
        }
        waiting.wakeAll();
        apply(use -> use.changed(change.before().terms(), change.after().terms()));
    }

    /** Other sites have given or withdrawn access passes: whose is gone loses the sessions on it, who waits for one is let in. */
    void assignmentsChanged(Sharing.Changed change) {
        apply(use -> {
            use.run();
            change.gained().forEach(gained -> waiting.wake(gained.user()));
        });
    }

    private void apply(Consumer<ApplyTerms> work) {
        applyTerms.ifPresent(use -> thread.execute(() -> {
            try {
                work.accept(use);
            } catch (RuntimeException e) {
                LOG.error("a change of the license could not be applied; the next round tries again", e);
            }
        }));
    }

    /** The change that is being applied is finished, for it needs what is closed next. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LAST_CHANGE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
