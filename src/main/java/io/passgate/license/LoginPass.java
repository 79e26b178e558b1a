package io.passgate.license;

import java.time.Duration;
import java.time.Instant;

/**
 * A login access pass that a user has drawn (domain.md §1.3). Immutable.
 *
 * @param group the login access group it came from
 * @param drawn its first use; the clock runs on after log-out
 */
public record LoginPass(String group, Instant drawn) {

    /** For how long it lets its user in. */
    public static final Duration LASTS = Duration.ofMinutes(60);

    /** When it can be drawn again by somebody: on this day after its use. */
    public static final Duration RETURNS = Duration.ofDays(28);

    /** When its hour is over. */
    public Instant until() {
        return drawn.plus(LASTS);
    }

    /** When it goes back to its group. */
    public Instant returns() {
        return drawn.plus(RETURNS);
    }
}
