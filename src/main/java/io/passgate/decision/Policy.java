package io.passgate.decision;

import io.passgate.identity.User;
import io.passgate.license.May;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the site has configured for the decision. Immutable; {@link #within} cuts it down to what the license lets it loosen.
 *
 * @param parallel parallel sessions per user
 * @param hold how long the slot of a session ended at the maximum stays taken
 * @param atLimit what happens to an opening at the maximum
 * @param exempt users who need no access pass and take no slot
 * @param license how far the license is enforced: standing and access passes
 * @param sessions how far the parallel limit is enforced
 * @param loosenedUntil until when something that is not enforced may stay so; who was let in without an access pass is looked at
 *     again then
 */
public record Policy(
        int parallel,
        Duration hold,
        AtLimit atLimit,
        Set<User> exempt,
        Enforcement license,
        Enforcement sessions,
        Optional<Instant> loosenedUntil) {

    /** How far something is enforced. */
    public enum Enforcement {
        /** Who fails is refused. */
        ENFORCE,
        /** Who fails passes, and it is recorded that they would have been refused. */
        SHADOW,
        /** It is not looked at. */
        OFF
    }

    /** Five sessions, five minutes, refuse, nobody exempt, enforced (domain.md §2). */
    public static final Policy DEFAULT = enforced(5, Duration.ofMinutes(5), AtLimit.REFUSE, Set.of());

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

    /** A policy that enforces everything. */
    public static Policy enforced(int parallel, Duration hold, AtLimit atLimit, Set<User> exempt) {
        return new Policy(parallel, hold, atLimit, exempt, Enforcement.ENFORCE, Enforcement.ENFORCE, Optional.empty());
    }

    /**
     * The same policy, cut down to what the license lets the site loosen at {@code now}. Of too many exempt users, the first by
     * name stay.
     */
    public Policy within(May may, Instant now) {
        Set<User> some = exempt.stream()
                .sorted(Comparator.comparing(User::written))
                .limit(may.exemptUsers())
                .collect(Collectors.toSet());
        boolean loosened = may.shadowUntil().map(now::isBefore).orElse(false);
        return new Policy(
                Math.min(parallel, may.parallel()),
                hold,
                atLimit,
                some,
                loosened ? license : Enforcement.ENFORCE,
                loosened ? sessions : Enforcement.ENFORCE,
                may.shadowUntil().filter(until -> loosened));
    }
}
