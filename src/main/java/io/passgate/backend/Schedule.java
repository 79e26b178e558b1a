package io.passgate.backend;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * When the license backend is asked next: at once at the start, then a little before the time is over, and after a failure
 * again in half a minute, doubling up to a quarter of an hour. All of it jittered, so that many sites do not ask as one.
 * Confined to its owner's lock.
 */
final class Schedule {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(30);
    private static final Duration LAST_RETRY = Duration.ofMinutes(15);

    private final Duration least;
    private final Duration jitter;
    private final RandomGenerator chance;
    private Instant last = Instant.MIN;
    private Instant next = Instant.MIN;
    private int failures;

    private Schedule(Duration least, Duration jitter, RandomGenerator chance) {
        this.least = least;
        this.jitter = jitter;
        this.chance = chance;
    }

    /** For the definition: every 24 hours. */
    static Schedule ofDefinition(RandomGenerator chance) {
        return new Schedule(Duration.ofHours(23), Duration.ofMinutes(50), chance);
    }

    /** For assignments: every 10 minutes. */
    static Schedule ofAssignments(RandomGenerator chance) {
        return new Schedule(Duration.ofMinutes(9), Duration.ofSeconds(50), chance);
    }

    /** Whether to ask now. A clock that was set back since the last time would hold up the next one: that is now, too. */
    boolean due(Instant now) {
        return !now.isBefore(next) || now.isBefore(last);
    }

    /** When to ask next; in the past when now. */
    Instant next() {
        return next;
    }

    void succeeded(Instant now) {
        failures = 0;
        last = now;
        next = now.plus(least).plusMillis(chance.nextLong(jitter.toMillis()));
    }

    /** The license backend wants to be left alone for so long. */
    void leaveAlone(Instant now, Duration wait) {
        Instant until = now.plus(wait);
        next = until.isAfter(next) ? until : next;
    }

    /** @param wait how long the license backend wants to be left alone, at the least */
    void failed(Instant now, Duration wait) {
        long most = FIRST_RETRY.toMillis() << Math.min(failures, 10);
        long delay = Math.min(most, LAST_RETRY.toMillis());
        failures++;
        last = now;
        Instant tried = now.plusMillis(delay / 2 + chance.nextLong(delay / 2 + 1));
        Instant asked = now.plus(wait);
        next = asked.isAfter(tried) ? asked.plusMillis(chance.nextLong(FIRST_RETRY.toMillis())) : tried;
    }
}
