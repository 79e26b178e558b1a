package io.passgate.backend;

import io.passgate.license.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A license by signed key: the refresh loop that keeps it verified and its assignments synced (design.md §5, domain.md §4.4).
 *
 * <p>One thread steps every few seconds; a step asks the license backend when that is due, tells of changes and keeps the
 * highest time seen. One attempt runs at a time. Nothing unsigned changes the standing of a verified license: a bare 401 or
 * 403 lets the five days run, a signed answer takes effect at once. Safe for use by many threads.
 */
final class SignedKeyLicense implements SiteLicense {
    private static final Logger LOG = LoggerFactory.getLogger(SignedKeyLicense.class);
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration KEEP_SEEN_EVERY = Duration.ofMinutes(10);

    private final SiteSigners signers;
    private final Surroundings around;
    private final StandingBook book = new StandingBook();
    private final Refresh refresh;
    private final Schedule schedule;
    private final Schedule syncs;
    private final LicenseLoop loop;
    /** Held for one attempt, and wherever the schedule and what is kept are touched. */
    private final ReentrantLock attempting = new ReentrantLock();

    private final AtomicLong askedFor = new AtomicLong();
    private long answered;
    private volatile Attempt latest = new Attempt("", Optional.empty());
    private volatile Attempt latestSync = new Attempt("", Optional.empty());

    /**
     * How the latest attempt went.
     *
     * @param error what went wrong, empty after a success
     * @param next when the next one is due
     */
    private record Attempt(String error, Optional<Instant> next) {}

    SignedKeyLicense(LicenseForm.SignedKey form, SiteSigners signers, Surroundings around) {
        this(form, signers, around, PATIENCE);
    }

    /** @param patience how long one exchange with the license backend may take */
    SignedKeyLicense(LicenseForm.SignedKey form, SiteSigners signers, Surroundings around, Duration patience) {
        this.signers = signers;
        this.around = around;
        this.refresh = new Refresh(form, signers, around, patience, book);
        this.schedule = Schedule.ofDefinition(around.random());
        this.syncs = Schedule.ofAssignments(around.random());
        this.loop = new LicenseLoop(around, book::current);
    }

    @Override
    public License current(Instant now) {
        return book.current(now);
    }

    @Override
    public CompletionStage<LicenseStatus> start() {
        load();
        return loop.start(this::step, STEP, () -> status(around.clock().instant()));
    }

    /** Takes up what was kept. */
    void load() {
        attempting.lock();
        try {
            refresh.load();
        } finally {
            attempting.unlock();
        }
        loop.announce();
    }

    /** One step of the loop: asks if that is due, tells of changes, keeps what was seen. */
    void step() {
        try {
            book.current(around.clock().instant());
            attempt(false);
            loop.announce();
            keepSeen(KEEP_SEEN_EVERY);
        } catch (RuntimeException e) {
            LOG.error("the license loop stumbled and goes on", e);
        }
    }

    @Override
    public LicenseStatus verify() {
        attemptOnce();
        loop.announce();
        return status(around.clock().instant());
    }

    /** Whoever asks while an attempt runs has the next one in common. */
    private void attemptOnce() {
        long mine = askedFor.incrementAndGet();
        attempting.lock();
        try {
            if (answered < mine) {
                answered = askedFor.get();
                attempt(true);
            }
        } finally {
            attempting.unlock();
        }
    }

    /** The definition first; without it, assignments wait. */
    private void attempt(boolean asked) {
        attempting.lock();
        try {
            Instant now = around.clock().instant();
            boolean atOnce = asked || book.inGrace();
            if (atOnce || schedule.due(now)) {
                latest = attempt(schedule, refresh::verify, latest, "the license could not be verified");
                loop.announce();
                if (!latest.error().isEmpty()) {
                    return;
                }
            }
            if (atOnce || syncs.due(now)) {
                latestSync = attempt(syncs, refresh::sync, latestSync, "assignments could not be synced");
            }
        } finally {
            attempting.unlock();
        }
    }

    private interface Work {
        void run() throws BackendException;
    }

    private Attempt attempt(Schedule when, Work work, Attempt before, String failure) {
        Instant now = around.clock().instant();
        try {
            work.run();
            when.succeeded(now);
            return new Attempt("", Optional.of(when.next()));
        } catch (BackendException e) {
            when.failed(now, e.retryAfter());
            schedule.leaveAlone(now, e.retryAfter());
            syncs.leaveAlone(now, e.retryAfter());
            if (!loop.isClosing() && !e.words().equals(before.error())) {
                LOG.warn("{}: {}", failure, e.words());
            }
            return new Attempt(e.words(), Optional.of(when.next()));
        }
    }

    private void keepSeen(Duration step) {
        if (!attempting.tryLock()) {
            return; // an attempt keeps it when it succeeds
        }
        try {
            refresh.keepSeen(step);
        } finally {
            attempting.unlock();
        }
    }

    @Override
    public LicenseStatus status(Instant now) {
        License license = current(now);
        Terms terms = license.terms();
        Attempt attempt = latest;
        return new LicenseStatus(
                Form.SIGNED_KEY,
                terms.license().isEmpty() ? refresh.license() : terms.license(),
                terms,
                license.standing(),
                attempt.next,
                attempt.error,
                Optional.of(refresh.sync(latestSync.next, latestSync.error)),
                notes(now));
    }

    private List<String> notes(Instant now) {
        List<String> notes = new ArrayList<>(signers.notes());
        book.verified().ifPresent(v -> notes.addAll(v.answer().definition().notCarriedOut()));
        if (!refresh.notTakenUp().isEmpty()) {
            notes.add("at the start of the gate the license was not taken up as it was kept: " + refresh.notTakenUp());
        }
        notes.addAll(book.clockNotes(now));
        return notes;
    }

    /** Gives up a running attempt, and keeps the highest time seen. */
    @Override
    public void close() {
        loop.closing();
        refresh.close();
        loop.close();
        keepSeen(Duration.ZERO);
    }
}
