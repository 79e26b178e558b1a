package io.passgate.license;

import java.time.Instant;

/**
 * When the license backend last verified a license: a verification is both its definition and the assignments that the sites of
 * one key share, so the older of the two counts (design.md §5). Immutable.
 *
 * @param definition when the definition was verified
 * @param assignments when assignments were synced; of a license whose assignments never were, when it was first verified
 */
public record Verification(Instant definition, Instant assignments) {

    /** Both at the same time. */
    public static Verification both(Instant at) {
        return new Verification(at, at);
    }

    /** What counts. */
    public Instant at() {
        return blocked() ? assignments : definition;
    }

    /** What counts, in words. */
    String words() {
        return blocked()
                ? "assignments not synced with the license backend since " + assignments
                : "last verified with the license backend at " + definition;
    }

    private boolean blocked() {
        return assignments.isBefore(definition);
    }
}
