package io.passgate.store;

import io.passgate.admission.SessionKey;
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

/** The rows of open sessions and of their usage. Stateless. */
final class Sessions {

    /** Every open session, longest open first. */
    List<StoredSession> all(Db db) throws SQLException {
        return db.list("SELECT * FROM sessions ORDER BY opened, id", Sessions::stored);
    }

    /** The open sessions of {@code user}, longest open first. */
    List<StoredSession> of(Db db, User user) throws SQLException {
        return db.list(
                "SELECT * FROM sessions WHERE user_name = ? ORDER BY opened, id", Sessions::stored, Users.name(user));
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

    /** Makes the row of an opening and records the usage. */
    void insert(Db db, StoredSession stored) throws SQLException {
        Session session = stored.session();
        db.update(
                """
                INSERT INTO sessions (id, session_key, user_name, virtual_proxy, opened, last_seen, idle, address,
                  user_agent, access_type, usage_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
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
                stored.usageId());
        db.update(
                """
                INSERT INTO usage (id, session_id, user_name, access_type, virtual_proxy, started)
                VALUES (?, ?, ?, ?, ?, ?)""",
                stored.usageId(),
                session.id().value(),
                Users.name(session.user()),
                stored.accessType().key(),
                session.virtualProxy(),
                session.opened());
    }

    /** Ends a session: false when somebody else has. Its joins go with it. */
    boolean delete(Db db, StoredSession stored, Ending ending, Instant now) throws SQLException {
        boolean ended =
                db.update("DELETE FROM sessions WHERE id = ?", stored.id().value()) > 0;
        if (ended) {
            db.update(
                    "UPDATE usage SET ended = ?, ending = ? WHERE id = ?",
                    now,
                    ending.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    stored.usageId());
        }
        return ended;
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
                row.getString("user_agent"));
        return new StoredSession(
                session,
                new SessionKey(row.getString("session_key")),
                Passes.type(row.getString("access_type")),
                row.getString("usage_id"),
                Times.optionalInstant(row, "join_closed"));
    }
}
