package io.passgate.admission;

import io.passgate.license.Standing;
import java.time.Instant;

/**
 * The license stands differently from now on: the event that log, metrics, licenses log and alerts are told, once each
 * (design.md §5). Immutable.
 *
 * @param at when it was noticed
 * @param license the license number; empty while it is not known
 * @param before how it stood, in another state
 * @param after how it stands
 */
public record StandingChange(Instant at, String license, Standing before, Standing after) {

    /** Checks. */
    public StandingChange {
        if (before.state() == after.state()) {
            throw new IllegalArgumentException("the license stands as before: " + after.state());
        }
    }
}
