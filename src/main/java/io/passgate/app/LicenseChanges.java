package io.passgate.app;

import io.passgate.admission.ApplyTerms;
import io.passgate.admission.Waiting;
import io.passgate.backend.LicenseChange;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows from a change of the license: who waits is woken at once, what is given out follows the terms on a thread of its
 * own, so that the license goes on being verified meanwhile. What fails is logged and done by the next round. Safe for use by
 * many threads.
 */
final class LicenseChanges implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LicenseChanges.class);
    private static final int LAST_CHANGE_SECONDS = 10;

    private final Waiting waiting;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "terms"));
    private volatile Optional<ApplyTerms> applyTerms = Optional.empty();

    LicenseChanges(Waiting waiting) {
        this.waiting = waiting;
    }

    /** From now on changes are applied; before the license is started. */
    void start(ApplyTerms use) {
        applyTerms = Optional.of(use);
    }

    void changed(LicenseChange change) {
        waiting.wakeAll();
        applyTerms.ifPresent(use -> thread.execute(() -> {
            try {
                use.changed(change.before().terms(), change.after().terms());
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
