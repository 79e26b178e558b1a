package io.passgate.license;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the site may do now (design.md §5, domain.md §4.4). Immutable.
 *
 * @param state the word for it
 * @param detail what a person should know about it: what was refused, since when it is late
 * @param verified when the license backend last verified the license and synced its assignments, if ever
 * @param goodUntil nobody is let in on this standing from this moment on, unless it is told anew
 */
public record Standing(State state, String detail, Optional<Instant> verified, Instant goodUntil) {

    /** After this long without a verification the license is late. */
    public static final Duration LATE_AFTER = Duration.ofHours(24);
    /** After this long the administrator is warned. */
    public static final Duration WARNING_AFTER = Duration.ofDays(3);
    /** After this long nobody is let in (domain.md §4.4). */
    public static final Duration STALE_AFTER = Duration.ofDays(5);

    /** The standings of a license. */
    public enum State {
        VALID(true),
        LATE(true),
        WARNING(true),
        STALE(false),
        EXPIRED(false),
        REFUSED(false),
        MISSING(false);

        private final boolean admits;

        State(boolean admits) {
            this.admits = admits;
        }

        /** Whether licensed users are let in. */
        public boolean admits() {
            return admits;
        }
    }

    /** Whether licensed users are let in at {@code now}. */
    public boolean admits(Instant now) {
        return state.admits() && now.isBefore(goodUntil);
    }

    /** There is no license. */
    public static Standing missing(String detail) {
        return new Standing(State.MISSING, detail, Optional.empty(), Instant.MAX);
    }

    /** The license is not accepted. */
    public static Standing refused(String detail) {
        return refused(detail, Optional.empty());
    }

    private static Standing refused(String detail, Optional<Instant> verified) {
        return new Standing(State.REFUSED, detail, verified, Instant.MAX);
    }

    /**
     * The standing at {@code now} of terms that the license backend has verified.
     *
     * @param now the highest time seen, so that a clock set back revives nothing
     */
    public static Standing of(Terms terms, Verification verified, Instant now) {
        return notHolding(terms, Optional.of(verified.at()), now).orElseGet(() -> verified(terms, verified, now));
    }

    /**
     * The standing at {@code now} of terms that nobody verifies: those of a License Enabler File or an offline definition only
     * start and end (design.md §5).
     *
     * @param now the highest time seen, so that a clock set back revives nothing
     */
    public static Standing unverified(Terms terms, Instant now) {
        return notHolding(terms, Optional.empty(), now)
                .orElseGet(() -> new Standing(
                        State.VALID,
                        terms.validTo().map(end -> "it ends at " + end).orElse("it does not end"),
                        Optional.empty(),
                        terms.validTo().orElse(Instant.MAX)));
    }

    private static Optional<Standing> notHolding(Terms terms, Optional<Instant> verified, Instant now) {
        if (terms.denyListed()) {
            return Optional.of(refused(
                    "the license " + terms.license() + " is on the deny list of the license backend", verified));
        }
        if (now.isBefore(terms.validFrom())) {
            return Optional.of(
                    refused("the license " + terms.license() + " is valid from " + terms.validFrom(), verified));
        }
        return terms.validTo()
                .filter(end -> !now.isBefore(end))
                .map(end -> new Standing(State.EXPIRED, "the license ended at " + end, verified, Instant.MAX));
    }

    private static Standing verified(Terms terms, Verification verified, Instant now) {
        Instant at = verified.at();
        Instant expires = terms.validTo().orElse(Instant.MAX);
        Instant stale = at.plus(STALE_AFTER);
        Instant goodUntil = stale.isBefore(expires) ? stale : expires;
        Duration age = Duration.between(at, now);
        if (age.compareTo(STALE_AFTER) >= 0) {
            return new Standing(
                    State.STALE, verified.words() + ", five days ago or more", Optional.of(at), Instant.MAX);
        }
        State state = age.compareTo(WARNING_AFTER) >= 0
                ? State.WARNING
                : age.compareTo(LATE_AFTER) >= 0 ? State.LATE : State.VALID;
        return new Standing(state, verified.words(), Optional.of(at), goodUntil);
    }
}
