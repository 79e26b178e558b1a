package io.passgate.store;

import java.sql.SQLException;
import java.time.Instant;

/**
 * What time has freed: seats whose quarantine is over, and login access passes that return. Whoever reads counts it as free
 * already; it is written before something is given, and at times. Stateless.
 */
final class Freed {

    private final Passes passes;
    private final LoginGroups groups;

    Freed(Passes passes, LoginGroups groups) {
        this.passes = passes;
        this.groups = groups;
    }

    /** Writes what is free at {@code now}. */
    void by(Db db, Instant now) throws SQLException {
        passes.freeQuarantined(db, now);
        groups.freeReturned(db, now);
    }
}
