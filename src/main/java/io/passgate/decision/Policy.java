package io.passgate.decision;

import io.passgate.identity.User;
import io.passgate.license.May;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the site has configured for the decision, already cut down to what the license lets it loosen. Immutable.
 *
 * @param parallel parallel sessions per user
 * @param hold how long the slot of a session ended at the maximum stays taken
 * @param atLimit what happens to an opening at the maximum
 * @param exempt users who need no access pass and take no slot
 */
public record Policy(int parallel, Duration hold, AtLimit atLimit, Set<User> exempt) {

    /** Five sessions, five minutes, refuse, nobody exempt (domain.md §2). */
    public static final Policy DEFAULT = new Policy(5, Duration.ofMinutes(5), AtLimit.REFUSE, Set.of());

    /** Checks and copies. */
    public Policy {
        if (parallel < 1) {
            throw new IllegalArgumentException("parallel sessions must be at least 1, not " + parallel);
        }
        if (hold.isNegative()) {
            throw new IllegalArgumentException("hold must not be negative");
        }
        exempt = Set.copyOf(exempt);
    }

    /**
     * The same policy, cut down to what the license lets the site loosen. Of too many exempt users, the first by name stay.
     */
    public Policy within(May may) {
        Set<User> some = exempt.stream()
                .sorted(Comparator.comparing(User::written))
                .limit(may.exemptUsers())
                .collect(Collectors.toSet());
        return new Policy(Math.min(parallel, may.parallel()), hold, atLimit, some);
    }
}
