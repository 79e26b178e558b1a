package io.passgate.license;

import io.passgate.identity.User;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * An access pass given to one user (design.md §1). Immutable.
 *
 * @param user who holds it
 * @param type its access type
 * @param allocated when it was given
 * @param lastUsed when a session was last opened with it, if ever
 * @param rule the access rule that gave it, empty when it was given by hand
 * @param state whether it lets its user in
 * @param quarantinedUntil for a quarantined one: from when on its seat is free again
 */
public record Allocation(
        User user,
        AccessType type,
        Instant allocated,
        Optional<Instant> lastUsed,
        Optional<String> rule,
        State state,
        Optional<Instant> quarantinedUntil) {

    /** Who keeps a seat first when the terms have become smaller: the most recently used (decision 20). */
    public static final Comparator<Allocation> MOST_RECENTLY_USED = Comparator.comparing(
                    (Allocation a) -> a.lastUsed().orElse(a.allocated()))
            .reversed()
            .thenComparing(a -> a.user().written());

    /** What an allocation is good for (domain.md §1.4 and §1.5). */
    public enum State {
        /** Lets its user in. */
        ALLOCATED,
        /** Withdrawn, its seat still taken; may be reinstated to the same user. */
        QUARANTINED,
        /** The terms have fewer: lets nobody in, comes back when there is room. */
        EXCESS;

        /** As keys spell it. */
        public String key() {
            return switch (this) {
                case ALLOCATED -> "allocated";
                case QUARANTINED -> "quarantined";
                case EXCESS -> "excess";
            };
        }
    }

    /** Checks. */
    public Allocation {
        if (!type.allocated()) {
            throw new IllegalArgumentException("nobody is given " + type.words() + " by name");
        }
        if (state == State.QUARANTINED == quarantinedUntil.isEmpty()) {
            throw new IllegalArgumentException("a quarantined allocation has an end, another has none");
        }
    }

    /** An allocation given by hand, not used yet. */
    public static Allocation given(User user, AccessType type, Instant at) {
        return new Allocation(user, type, at, Optional.empty(), Optional.empty(), State.ALLOCATED, Optional.empty());
    }

    /** The same allocation, last used at {@code at}. */
    public Allocation used(Instant at) {
        return new Allocation(user, type, allocated, Optional.of(at), rule, state, quarantinedUntil);
    }

    /** The same allocation in another state that has no end. */
    public Allocation as(State other) {
        return new Allocation(user, type, allocated, lastUsed, rule, other, Optional.empty());
    }

    /** The same allocation, withdrawn, its seat taken until then. */
    public Allocation quarantined(Instant until) {
        return new Allocation(user, type, allocated, lastUsed, rule, State.QUARANTINED, Optional.of(until));
    }

    /** Whether its seat is taken at {@code now}: not any more once the quarantine is over. */
    public boolean takesSeat(Instant now) {
        return quarantinedUntil.map(now::isBefore).orElse(true);
    }

    /** Whether it lets its user in. */
    public boolean admits() {
        return state == State.ALLOCATED;
    }
}
