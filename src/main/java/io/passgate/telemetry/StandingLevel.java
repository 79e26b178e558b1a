package io.passgate.telemetry;

import io.passgate.license.Standing;
import java.util.Locale;
import org.slf4j.event.Level;

/**
 * How loudly a standing is told: as an error where nobody is let in any more. The original writes all of it as {@code info}, which
 * is why nobody notices (domain.md §6.2). Pure functions.
 */
final class StandingLevel {

    private StandingLevel() {}

    static Level of(Standing.State state) {
        return switch (state) {
            case VALID, LATE -> Level.INFO;
            case WARNING -> Level.WARN;
            case STALE, EXPIRED, REFUSED, MISSING -> Level.ERROR;
        };
    }

    /** As people and machines read it, in small letters. */
    static String word(Standing.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
