package io.passgate.decision;

import io.passgate.identity.Attributes;
import io.passgate.license.AccessRules;
import io.passgate.license.AccessType;
import io.passgate.license.Allocation;
import io.passgate.license.Capacity;
import io.passgate.license.LoginGroup;
import io.passgate.license.LoginPass;
import io.passgate.license.Pool;
import io.passgate.session.UserSessions;
import java.util.List;
import java.util.Optional;

/**
 * What the ledger says of one user and of what there is to give, read in one transaction. Immutable.
 *
 * @param person the user
 * @param stock what there is to give
 * @param rules the access rules of the site
 * @param sessions the user's sessions and holds
 */
public record LedgerView(Person person, Stock stock, AccessRules rules, UserSessions sessions) {

    /**
     * One user, as the ledger knows them.
     *
     * @param active false for one that was deactivated
     * @param attributes as last seen
     * @param allocations what they hold, quarantined and excess ones included
     * @param loginPass the login access pass they drew last, if any is within its hour or can still be told
     */
    public record Person(
            boolean active, Attributes attributes, List<Allocation> allocations, Optional<LoginPass> loginPass) {

        /** Nothing is known of them. */
        public static final Person STRANGER = new Person(true, Attributes.NONE, List.of(), Optional.empty());

        /** Copies. */
        public Person {
            allocations = List.copyOf(allocations);
        }
    }

    /**
     * What there is to give.
     *
     * @param pools the pool of every access type that is given to users, in order of type
     * @param groups login access groups, in order of name
     * @param capacity what the terms grant of analyzer capacity
     * @param minutesUsed minutes of it used this month, on other sites of the same license too
     */
    public record Stock(List<Pool> pools, List<LoginGroup> groups, Capacity capacity, long minutesUsed) {

        /** Copies. */
        public Stock {
            pools = List.copyOf(pools);
            groups = List.copyOf(groups);
        }

        /** Only pools. */
        public static Stock of(List<Pool> pools) {
            return new Stock(pools, List.of(), Capacity.NONE, 0);
        }

        /** The pool of {@code type}. */
        public Pool pool(AccessType type) {
            return pools.stream().filter(p -> p.type() == type).findFirst().orElse(new Pool(type, 0, 0));
        }
    }

    /** What concerns allocations only: nothing else is known or to be had. */
    public static LedgerView of(List<Allocation> allocations, List<Pool> pools, UserSessions sessions) {
        return new LedgerView(
                new Person(true, Attributes.NONE, allocations, Optional.empty()),
                Stock.of(pools),
                AccessRules.NONE,
                sessions);
    }
}
