package io.passgate.store;

import io.passgate.admission.SessionKey;
import io.passgate.decision.Paid;
import io.passgate.identity.User;
import io.passgate.session.Ending;
import io.passgate.session.Session;
import io.passgate.session.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The rows of open sessions, and of the usage that is over with them. Stateless. */
final class Sessions {

    /** Every open session, in no order. */
    List<StoredSession> all(Db db) throws SQLException {
        return db.list("SELECT * FROM sessions", Sessions::stored);
    }

    /** The open sessions of {@code user}, in no order. */
    List<StoredSession> of(Db db, User user) throws SQLException {
        return db.list("SELECT * FROM sessions WHERE user_name = ?", Sessions::stored, Users.name(user));
    }

    /** The session of that name. */
    Optional<StoredSession> find(Db db, SessionId id) throws SQLException {
        return db.first("SELECT * FROM sessions WHERE id = ?", Sessions::stored, id.value());
    }

    /** The session of that gate cookie. */
    Optional<StoredSession> find(Db db, SessionKey key) throws SQLException {
        return db.first("SELECT * FROM sessions WHERE session_key = ?", Sessions::stored, key.sha256());
    }

    /** The names of sessions that are idle at {@code now} by what is stored. */
    List<SessionId> idle(Db db, Instant now) throws SQLException {
        return db.list(
                "SELECT id FROM sessions WHERE last_seen + idle <= ?", row -> new SessionId(row.getString("id")), now);
    }

    /** How many sessions are open, by user. */
    Map<User, Integer> counts(Db db) throws SQLException {
        Map<User, Integer> counts = new HashMap<>();
        db.list(
                        "SELECT user_name, count(*) AS open FROM sessions GROUP BY user_name",
                        row -> Map.entry(User.parse(row.getString("user_name")), row.getInt("open")))
                .forEach(user -> counts.put(user.getKey(), user.getValue()));
        return counts;
    }

    /** Makes the row of an opening. */
    void insert(Db db, StoredSession stored) throws SQLException {
        Session session = stored.session();
        db.update(
                """
                INSERT INTO sessions (id, session_key, user_name, virtual_proxy, opened, last_seen, idle, address,
                  user_agent, access_type, usage_id, paid_until)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                session.id().value(),
                stored.key().sha256(),
                Users.name(session.user()),
                session.virtualProxy(),
                session.opened(),
                session.lastSeen(),
                Times.micros(session.idle()),
                session.address(),
                session.userAgent(),
                stored.accessType().key(),
                stored.usageId(),
                session.paidUntil());
    }

    /** It goes on as {@code paid}, unless somebody else has paid for it meanwhile. */
    void paid(Db db, StoredSession stored, Paid paid) throws SQLException {
        int changed = db.update(
                "UPDATE sessions SET access_type = ?, paid_until = ? WHERE id = ? AND paid_until = ?",
                paid.type().key(),
                paid.until(),
                stored.id().value(),
                stored.session().paidUntil());
        LostRace.unlessTaken(changed, "the session has been paid for meanwhile");
    }

    /** Ends a session that is open; its usage is over, its joins go with it. */
    void delete(Db db, StoredSession stored, Ending ending, Instant now) throws SQLException {
        Session session = stored.session();
        db.update("DELETE FROM sessions WHERE id = ?", session.id().value());
        db.update(
                "DELETE FROM joins WHERE session_id = ? AND burst = 0",
                session.id().value());
        db.update(
                """
                INSERT INTO usage (usage_id, session_id, user_name, access_type, virtual_proxy, started, last_seen,
                  ended, ending)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                stored.usageId(),
                session.id().value(),
                Users.name(session.user()),
                stored.accessType().key(),
                session.virtualProxy(),
                session.opened(),
                session.lastSeen(),
                now,
                ending.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** There was activity at {@code millis} since the epoch. */
    void seen(Db db, SessionId id, long millis) throws SQLException {
        Instant at = Instant.ofEpochMilli(millis);
        db.update("UPDATE sessions SET last_seen = ? WHERE id = ? AND last_seen < ?", at, id.value(), at);
    }

    /** The gate cookie came back; only the first time counts. */
    void closeJoin(Db db, SessionId id, Instant at) throws SQLException {
        db.update("UPDATE sessions SET join_closed = ? WHERE id = ? AND join_closed IS NULL", at, id.value());
    }

    static StoredSession stored(ResultSet row) throws SQLException {
        Session session = new Session(
                new SessionId(row.getString("id")),
                User.parse(row.getString("user_name")),
                row.getString("virtual_proxy"),
                Times.instant(row, "opened"),
                Times.instant(row, "last_seen"),
                Times.duration(row, "idle"),
                row.getString("address"),
                row.getString("user_agent"),
                Times.optionalInstant(row, "paid_until"));
        return new StoredSession(
                session,
                new SessionKey(row.getString("session_key")),
                Passes.type(row.getString("access_type")),
                row.getString("usage_id"),
                Times.optionalInstant(row, "join_closed"));
    }
}
