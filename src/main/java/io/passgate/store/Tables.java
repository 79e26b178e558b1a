package io.passgate.store;

/**
 * The tables of the ledger. Immutable.
 *
 * @param users users and denied access
 * @param passes allocations and pools
 * @param sessions open sessions and usage
 * @param holds holds
 * @param joins joins
 */
record Tables(Users users, Passes passes, Sessions sessions, Holds holds, Joins joins) {

    static Tables all() {
        return new Tables(new Users(), new Passes(), new Sessions(), new Holds(), new Joins());
    }
}
