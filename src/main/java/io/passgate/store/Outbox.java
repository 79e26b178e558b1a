package io.passgate.store;

import io.passgate.admission.Assignments.Assignment;
import io.passgate.admission.Assignments.Change;
import io.passgate.admission.Assignments.State;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Allocation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The changes of allocations that the license backend is still to be told, and when each was last changed. Written in the
 * transaction of the change, and only while a license is followed. Stateless.
 */
final class Outbox {

    /** Where the sync stands: the one row of it. */
    record Stand(String license, long number, long sent, long acknowledged, long revision) {

        boolean follows() {
            return !license.isEmpty();
        }
    }

    Stand stand(Db db) throws SQLException {
        return db.first(
                        "SELECT * FROM assignment_sync",
                        row -> new Stand(
                                row.getString("license"),
                                row.getLong("number"),
                                row.getLong("sent"),
                                row.getLong("acknowledged"),
                                row.getLong("revision")))
                .orElseThrow(() -> new SQLException("the ledger has lost the row of its sync"));
    }

    /** {@code user} is given an access pass, or given it back. */
    void given(Db db, User user, AccessType type, Instant now) throws SQLException {
        add(db, user, type, State.ALLOCATED, Optional.empty(), now);
    }

    /** An access pass is withdrawn, its seat taken until then. */
    void quarantined(Db db, Allocation allocation, Instant now) throws SQLException {
        add(db, allocation.user(), allocation.type(), State.QUARANTINED, allocation.quarantinedUntil(), now);
    }

    /** An access pass is gone. */
    void withdrawn(Db db, Allocation allocation, Instant now) throws SQLException {
        add(db, allocation.user(), allocation.type(), State.WITHDRAWN, Optional.empty(), now);
    }

    private void add(Db db, User user, AccessType type, State state, Optional<Instant> until, Instant now)
            throws SQLException {
        Optional<Long> number = db.first(
                "UPDATE assignment_sync SET number = number + 1 WHERE license <> '' RETURNING number",
                row -> row.getLong(1));
        if (number.isEmpty()) {
            return;
        }
        Instant at = db.first(
                        """
                        INSERT INTO assignment_marks (user_name, access_type, at) VALUES (?, ?, ?)
                        ON CONFLICT DO UPDATE SET at = max(excluded.at, assignment_marks.at + 1)
                        RETURNING at""",
                        row -> Times.instant(row, "at"),
                        Users.name(user),
                        type.key(),
                        now)
                .orElseThrow();
        insert(db, new Change(number.get(), new Assignment(user, type, state, until, at)));
    }

    private static void insert(Db db, Change change) throws SQLException {
        Assignment made = change.made();
        db.update(
                """
                INSERT INTO assignment_changes (number, user_name, access_type, state, until, at)
                VALUES (?, ?, ?, ?, ?, ?)""",
                change.number(),
                Users.name(made.user()),
                made.type().key(),
                made.state().key(),
                made.until(),
                made.at());
    }

    /** The first {@code most} changes that are not acknowledged. */
    List<Change> pending(Db db, int most) throws SQLException {
        return db.list("SELECT * FROM assignment_changes ORDER BY number LIMIT ?", Outbox::change, most);
    }

    /** Whether every change after the last acknowledged one is there, as it is unless somebody edited the tables. */
    boolean isWhole(Db db, Stand stand) throws SQLException {
        long expected = stand.number() - stand.acknowledged();
        return db.first(
                        "SELECT count(*), min(number), max(number) FROM assignment_changes",
                        row -> row.getLong(1) == expected
                                && (expected == 0
                                        || (row.getLong(2) == stand.acknowledged() + 1
                                                && row.getLong(3) == stand.number())))
                .orElse(false);
    }

    boolean isPending(Db db, User user, AccessType type) throws SQLException {
        return db.first(
                        "SELECT 1 FROM assignment_changes WHERE user_name = ? AND access_type = ?",
                        row -> true,
                        Users.name(user),
                        type.key())
                .isPresent();
    }

    /** An assignment was last changed then, wherever. */
    void mark(Db db, Assignment told) throws SQLException {
        db.update(
                """
                INSERT INTO assignment_marks (user_name, access_type, at) VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET at = excluded.at""",
                Users.name(told.user()),
                told.type().key(),
                told.at());
    }

    /**
     * Who keeps a seat where there are too few. While a license is followed, whoever was given theirs first, so that every site
     * finds the same; by itself a site goes by use (decisions 20 and 35).
     */
    Comparator<Allocation> order(Db db) throws SQLException {
        if (!stand(db).follows()) {
            return Allocation.MOST_RECENTLY_USED;
        }
        Map<String, Instant> marks = marks(db);
        return Comparator.comparing((Allocation a) -> marks.getOrDefault(key(a), a.allocated()))
                .thenComparing(a -> a.user().written());
    }

    /**
     * Tells everything anew: what is given out, and of everything else that it was withdrawn, as of when it was last changed – or
     * a license backend that was restored from a copy would give back what was withdrawn since.
     *
     * @param after the number before the first
     */
    void anew(Db db, List<Allocation> all, long after) throws SQLException {
        Map<String, Instant> marks = marks(db);
        db.update("DELETE FROM assignment_changes");
        long number = after;
        for (Allocation allocation : all) {
            State state = allocation.quarantinedUntil().isPresent() ? State.QUARANTINED : State.ALLOCATED;
            Instant at = Optional.ofNullable(marks.remove(key(allocation))).orElse(allocation.allocated());
            Assignment made =
                    new Assignment(allocation.user(), allocation.type(), state, allocation.quarantinedUntil(), at);
            insert(db, new Change(++number, made));
            mark(db, made);
        }
        for (Map.Entry<String, Instant> gone : new TreeMap<>(marks).entrySet()) {
            String[] userAndType = gone.getKey().split(" (?=[^ ]+$)");
            insert(
                    db,
                    new Change(
                            ++number,
                            new Assignment(
                                    User.parse(userAndType[0]),
                                    Passes.type(userAndType[1]),
                                    State.WITHDRAWN,
                                    Optional.empty(),
                                    gone.getValue())));
        }
        db.update(
                "UPDATE assignment_sync SET number = ?, sent = ?, acknowledged = ?, revision = 0",
                number,
                after,
                after);
    }

    private static Map<String, Instant> marks(Db db) throws SQLException {
        Map<String, Instant> marks = new HashMap<>();
        db.list(
                        "SELECT * FROM assignment_marks",
                        row -> Map.entry(
                                row.getString("user_name") + " " + row.getString("access_type"),
                                Times.instant(row, "at")))
                .forEach(mark -> marks.put(mark.getKey(), mark.getValue()));
        return marks;
    }

    private static String key(Allocation allocation) {
        return Users.name(allocation.user()) + " " + allocation.type().key();
    }

    private static Change change(ResultSet row) throws SQLException {
        Assignment made = new Assignment(
                User.parse(row.getString("user_name")),
                Passes.type(row.getString("access_type")),
                state(row.getString("state")),
                Times.optionalInstant(row, "until"),
                Times.instant(row, "at"));
        return new Change(row.getLong("number"), made);
    }

    private static State state(String key) throws SQLException {
        for (State state : State.values()) {
            if (state.key().equals(key)) {
                return state;
            }
        }
        throw new SQLException("the ledger names a state of an assignment unknown here: " + key);
    }
}
