package io.passgate.license;

import io.passgate.identity.User;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Which allocations a site takes back by itself because nobody uses them (domain.md §8, decision 26). Immutable.
 *
 * @param after how long one must be unused
 * @param never users whose access passes stay
 * @param types access types that it concerns
 */
public record ReleaseRule(Duration after, Set<User> never, Set<AccessType> types) {

    /** Checks and copies. */
    public ReleaseRule {
        if (after.isNegative() || after.isZero()) {
            throw new IllegalArgumentException("only what has been unused for a time is released");
        }
        never = Set.copyOf(never);
        types = Set.copyOf(types);
    }

    /** Whether {@code allocation} has been unused for that long at {@code now}. What is withdrawn already stays as it is. */
    public boolean releases(Allocation allocation, Instant now) {
        return types.contains(allocation.type())
                && !never.contains(allocation.user())
                && allocation.state() != Allocation.State.QUARANTINED
                && !now.isBefore(
                        allocation.lastUsed().orElse(allocation.allocated()).plus(after));
    }
}
