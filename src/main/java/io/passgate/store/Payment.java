package io.passgate.store;

import io.passgate.decision.Paid;
import io.passgate.license.Terms;
import java.sql.SQLException;
import java.time.Instant;

/** Pays anew for sessions whose paid time is over, once however many ask (design.md §3). Confined to one work. */
final class Payment {

    private final Tables tables;
    private final Terms terms;
    private final Instant now;

    Payment(Tables tables, Terms terms, Instant now) {
        this.tables = tables;
        this.terms = terms;
        this.now = now;
    }

    /** The session as it goes on, written where it was due. */
    StoredSession written(Db db, StoredSession session, Paid paid) throws SQLException {
        if (!session.session().due(now)) {
            return session;
        }
        tables.sessions().paid(db, session, paid);
        tables.charges().pay(db, session.session().user(), paid, terms, now);
        return session.paid(paid);
    }
}
