package io.passgate.backend;

import io.passgate.admission.LicenseSource;
import io.passgate.admission.LicenseSource.License;
import io.passgate.license.Standing;
import io.passgate.license.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of the license and how it stands as of the highest time seen, in memory. Safe for use by many threads;
 * between two changes of the standing reading it costs two comparisons.
 *
 * <p>A license that admits does not become stale by time alone: a moment's grace lets the license backend be tried first,
 * for what looks like five days may be a clock that jumped (design.md §5). What is read from disk gets no grace, so that a
 * restart revives nothing.
 */
final class StandingBook {
    /** Longer than an exchange takes, with the loop's step before it. */
    static final Duration GRACE = Duration.ofMinutes(1);

    private static final long NEVER = Long.MAX_VALUE;

    private final HighestTime highest = new HighestTime();
    private volatile Snapshot snapshot = new Snapshot(
            new License(LicenseSource.NO_TERMS, Standing.missing("the license has not been read yet")), NEVER);
    private Optional<Verified> verified = Optional.empty();
    private Instant assignments = Instant.EPOCH;
    private Instant failed = Instant.MIN;
    private long graceUntil = NEVER;

    /** The license and the time, in milliseconds, up to which it stands like that. */
    private record Snapshot(License license, long until) {}

    /** The license at {@code now}, or at the highest time seen if that is later. */
    License current(Instant now) {
        long seen = highest.see(now);
        Snapshot latest = snapshot;
        return seen < latest.until ? latest.license : recalculate(Instant.ofEpochMilli(seen));
    }

    /** The highest time seen. */
    Instant highest() {
        return highest.get();
    }

    /** What a person should know of the clock at {@code now}. */
    List<String> clockNotes(Instant now) {
        return highest.notes(now);
    }

    /** The highest time that was kept from before. */
    void seen(Instant time) {
        highest.see(time);
    }

    /** The answer that the standing rests on, if any. */
    synchronized Optional<Verified> verified() {
        return verified;
    }

    /**
     * A kept answer is what is known, as of the highest time seen.
     *
     * @param synced when assignments were synced
     */
    synchronized void restored(Verified kept, Instant synced, Instant now) {
        seen(kept.at());
        seen(synced);
        highest.see(now);
        verified = Optional.of(kept);
        assignments = synced;
        recalculate(highest());
    }

    /**
     * The license backend has just answered: its signed time is the time, whatever was seen before.
     *
     * @param synced when assignments were synced
     */
    synchronized void verified(Verified fresh, Instant synced, Instant now) {
        highest.set(fresh.at().isAfter(now) ? fresh.at() : now);
        verified = Optional.of(fresh);
        assignments = synced;
        failed = Instant.MIN;
        graceUntil = NEVER;
        recalculate(highest());
    }

    /** Assignments were just synced, at {@code at} by the license backend's signed time, which is the time here too. */
    synchronized void synced(Instant at, Instant now) {
        highest.set(at.isAfter(now) ? at : now);
        assignments = at;
        failed = Instant.MIN;
        graceUntil = NEVER;
        recalculate(highest());
    }

    /** When assignments were synced. */
    synchronized Instant synced() {
        return assignments;
    }

    /** An attempt at {@code now} has failed. */
    synchronized void failed(Instant now) {
        highest.see(now);
        failed = highest();
        recalculate(highest());
    }

    /** Nothing is known that would let anybody in. */
    synchronized void nothing(Standing standing) {
        verified = Optional.empty();
        graceUntil = NEVER;
        snapshot = new Snapshot(new License(LicenseSource.NO_TERMS, standing), NEVER);
    }

    /** Whether the license backend must be tried at once, for the license would be stale otherwise. */
    synchronized boolean inGrace() {
        return graceUntil != NEVER;
    }

    private synchronized License recalculate(Instant seen) {
        if (verified.isEmpty()) {
            return snapshot.license;
        }
        Verified known = verified.get();
        Verification verification = new Verification(known.at(), assignments);
        Standing standing = known.standing(verification, seen);
        long until = Stream.concat(
                        known.nextChange(verification, seen).stream(),
                        known.terms().conversion().filter(seen::isBefore).stream())
                .mapToLong(Instant::toEpochMilli)
                .min()
                .orElse(NEVER);
        if (standing.state() == Standing.State.STALE && graceIsLeft(verification, seen)) {
            until = graceUntil;
            standing = new Standing(
                    Standing.State.WARNING,
                    "last verified with the license backend at " + verification.at()
                            + "; the license backend is being tried",
                    Optional.of(verification.at()),
                    Instant.ofEpochMilli(graceUntil));
        } else {
            graceUntil = NEVER;
        }
        snapshot = new Snapshot(new License(known.terms().at(seen), standing), until);
        return snapshot.license;
    }

    private boolean graceIsLeft(Verification verification, Instant seen) {
        boolean tried = !failed.isBefore(verification.at().plus(Standing.STALE_AFTER));
        if (tried || !snapshot.license.standing().state().admits()) {
            return false;
        }
        if (graceUntil == NEVER) {
            graceUntil = seen.plus(GRACE).toEpochMilli();
        }
        return seen.toEpochMilli() < graceUntil;
    }
}
