package io.passgate.store;

import io.passgate.identity.User;
import io.passgate.session.Hold;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** The rows of holds. Stateless. */
final class Holds {

    /** The holds of {@code user}, past ones too. */
    List<Hold> of(Db db, User user) throws SQLException {
        return db.list(
                "SELECT until FROM holds WHERE user_name = ? ORDER BY until",
                row -> new Hold(Times.instant(row, "until")),
                Users.name(user));
    }

    /** Keeps a slot of {@code user} taken. */
    void insert(Db db, User user, Hold hold) throws SQLException {
        db.update("INSERT INTO holds (user_name, until) VALUES (?, ?)", Users.name(user), hold.until());
    }

    /** Lets go of those that are over at {@code now}. */
    void forgetPast(Db db, Instant now) throws SQLException {
        db.update("DELETE FROM holds WHERE until <= ?", now);
    }
}
