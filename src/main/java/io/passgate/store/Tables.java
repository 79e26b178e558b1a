package io.passgate.store;

/**
 * The tables of the ledger, and what is read and written of several of them. Immutable.
 *
 * @param users users
 * @param denials denied access
 * @param passes allocations and pools
 * @param groups login access groups and their passes
 * @param rules access rules
 * @param sessions open sessions and usage
 * @param holds holds
 * @param joins joins
 * @param views what the decision reads
 * @param charges what a verdict costs
 * @param freed what time has freed
 * @param minutes analyzer capacity used
 * @param outbox changes of allocations that the license backend is still to be told
 */
record Tables(
        Users users,
        Denials denials,
        Passes passes,
        LoginGroups groups,
        Rules rules,
        Sessions sessions,
        Holds holds,
        Joins joins,
        Views views,
        Charges charges,
        Freed freed,
        Minutes minutes,
        Outbox outbox) {

    static Tables all() {
        Outbox outbox = new Outbox();
        Passes passes = new Passes(outbox);
        LoginGroups groups = new LoginGroups(passes);
        Minutes minutes = new Minutes();
        Rules rules = new Rules();
        Freed freed = new Freed(passes, groups);
        return new Tables(
                new Users(),
                new Denials(),
                passes,
                groups,
                rules,
                new Sessions(),
                new Holds(),
                new Joins(),
                new Views(passes, groups, rules),
                new Charges(passes, groups, minutes, freed),
                freed,
                minutes,
                outbox);
    }
}
