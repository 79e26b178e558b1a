package io.passgate.store;

import io.passgate.admission.Opening;
import io.passgate.session.Session;
import io.passgate.session.SessionId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rows by which requests of one opening recognize each other (design.md §4). Stateless. */
final class Joins {

    /** How long after its window a burst key is kept, for requests that arrived in time and took long to be identified. */
    private static final Duration LATE_COMERS = Duration.ofMinutes(1);

    /** Which of {@code candidates} the opening joins: burst keys are tried first. */
    Optional<StoredSession> joined(Db db, Opening.Joins joins, List<StoredSession> candidates) throws SQLException {
        for (String key : joins.burst()) {
            Optional<StoredSession> found = named(db, key, true, candidates)
                    .filter(s -> joins.burstJoins(s.session().opened(), s.joinClosed()));
            if (found.isPresent()) {
                return found;
            }
        }
        Optional<String> cookieLess = joins.cookieLess();
        return cookieLess.isPresent() ? named(db, cookieLess.get(), false, candidates) : Optional.empty();
    }

    private static Optional<StoredSession> named(Db db, String key, boolean burst, List<StoredSession> candidates)
            throws SQLException {
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        return db.first(
                        "SELECT session_id FROM joins WHERE join_key = ? AND burst = ?",
                        row -> new SessionId(row.getString("session_id")),
                        key,
                        burst ? 1 : 0)
                .flatMap(
                        id -> candidates.stream().filter(s -> s.id().equals(id)).findFirst());
    }

    /** From now on requests of the same opening join {@code session}; a key that named another one names it no more. */
    void insert(Db db, Session session, Opening.Joins joins) throws SQLException {
        Instant until = session.opened().plus(Opening.Joins.WINDOW).plus(LATE_COMERS);
        for (String key : joins.burst()) {
            insert(db, key, session.id(), Optional.of(until));
        }
        if (joins.cookieLess().isPresent()) {
            insert(db, joins.cookieLess().get(), session.id(), Optional.empty());
        }
    }

    private static void insert(Db db, String key, SessionId id, Optional<Instant> until) throws SQLException {
        db.update(
                """
                INSERT INTO joins (join_key, burst, session_id, until) VALUES (?, ?, ?, ?)
                ON CONFLICT (join_key, burst) DO UPDATE SET session_id = excluded.session_id, until = excluded.until""",
                key,
                until.isPresent() ? 1 : 0,
                id.value(),
                until);
    }

    /** Lets go of burst keys that nobody can ask for any more at {@code now}. */
    void forgetPast(Db db, Instant now) throws SQLException {
        db.update("DELETE FROM joins WHERE burst = 1 AND until <= ?", now);
    }
}
