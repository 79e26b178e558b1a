package io.passgate.store;

import io.passgate.admission.Assignments;
import io.passgate.admission.Assignments.Assignment;
import io.passgate.admission.Records.AllocationOutcome;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Allocation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of allocations and pools; what changes here goes to the {@link Outbox} too. Stateless. */
final class Passes {

    private static final String ALLOCATED = Allocation.State.ALLOCATED.key();
    private static final String QUARANTINED = Allocation.State.QUARANTINED.key();

    private final Outbox outbox;

    Passes(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Every allocation, in order of type and user. */
    List<Allocation> all(Db db) throws SQLException {
        return db.list("SELECT * FROM allocations", Passes::allocation).stream()
                .sorted(Comparator.comparing(Allocation::type)
                        .thenComparing(a -> a.user().written()))
                .toList();
    }

    /** What {@code user} has been given, quarantined and excess ones too, in order of type. */
    List<Allocation> of(Db db, User user) throws SQLException {
        return db.list("SELECT * FROM allocations WHERE user_name = ?", Passes::allocation, Users.name(user)).stream()
                .sorted(Comparator.comparing(Allocation::type))
                .toList();
    }

    /** How many seats of each type are taken at {@code now}, login access groups included. */
    Map<AccessType, Integer> taken(Db db, Instant now) throws SQLException {
        Map<AccessType, Integer> taken = new EnumMap<>(AccessType.class);
        db.list(
                        """
                        SELECT access_type, allocated - (SELECT count(*) FROM allocations a
                            WHERE a.quarantined_until <= ? AND a.access_type = pools.access_type) AS allocated
                        FROM pools""",
                        row -> Map.entry(type(row.getString("access_type")), row.getInt("allocated")),
                        now)
                .forEach(pool -> taken.put(pool.getKey(), pool.getValue()));
        return taken;
    }

    /** The allocation was used to open a session. */
    void used(Db db, User user, AccessType type, Instant now) throws SQLException {
        db.update(
                "UPDATE allocations SET last_used = ? WHERE user_name = ? AND access_type = ?",
                now,
                Users.name(user),
                type.key());
    }

    /**
     * Gives an allocation as long as the pool has room, or a quarantined one back. The user's row is locked and {@link Freed} is
     * done already; where it fails, undo.
     */
    AllocationOutcome give(Db db, User user, AccessType type, Optional<String> rule, int seats, Instant now)
            throws SQLException {
        if (reinstate(db, user, type, seats, now)) {
            return AllocationOutcome.REINSTATED;
        }
        makePool(db, type);
        int given = db.update(
                """
                INSERT INTO allocations (user_name, access_type, allocated, rule) VALUES (?, ?, ?, ?)
                ON CONFLICT DO NOTHING""",
                Users.name(user),
                type.key(),
                now,
                rule);
        if (given == 0) {
            return isQuarantined(db, user, type) ? AllocationOutcome.POOL_EMPTY : AllocationOutcome.HELD_ALREADY;
        }
        int taken = db.update(
                "UPDATE pools SET allocated = allocated + 1 WHERE access_type = ? AND allocated < ?",
                type.key(),
                seats);
        if (taken == 0) {
            return AllocationOutcome.POOL_EMPTY;
        }
        outbox.given(db, user, type, now);
        return AllocationOutcome.ALLOCATED;
    }

    /** Gives a quarantined one back to its user; false when there is none. */
    boolean reinstate(Db db, User user, AccessType type, int seats, Instant now) throws SQLException {
        boolean back = db.update(
                        """
                        UPDATE allocations SET state = ?, quarantined_until = NULL
                        WHERE user_name = ? AND access_type = ? AND state = ?
                          AND (SELECT allocated FROM pools WHERE pools.access_type = allocations.access_type) <= ?""",
                        ALLOCATED,
                        Users.name(user),
                        type.key(),
                        QUARANTINED,
                        seats)
                > 0;
        if (back) {
            outbox.given(db, user, type, now);
        }
        return back;
    }

    private static boolean isQuarantined(Db db, User user, AccessType type) throws SQLException {
        return db.first(
                        "SELECT 1 FROM allocations WHERE user_name = ? AND access_type = ? AND state = ?",
                        row -> true,
                        Users.name(user),
                        type.key(),
                        QUARANTINED)
                .isPresent();
    }

    /** Brings the row of {@code before} into the state of {@code after}. */
    void change(Db db, Allocation before, Allocation after) throws SQLException {
        int changed = db.update(
                """
                UPDATE allocations SET state = ?, quarantined_until = ?
                WHERE user_name = ? AND access_type = ? AND state = ?""",
                after.state().key(),
                after.quarantinedUntil(),
                Users.name(before.user()),
                before.type().key(),
                before.state().key());
        LostRace.unlessTaken(changed, "an allocation has changed");
    }

    /** Withdraws an allocation at {@code now}, its seat taken for a while. */
    void quarantine(Db db, Allocation before, Allocation after, Instant now) throws SQLException {
        change(db, before, after);
        outbox.quarantined(db, after, now);
    }

    /** Takes an allocation away at {@code now}, and frees its seat. */
    void remove(Db db, Allocation allocation, Instant now) throws SQLException {
        drop(db, allocation);
        outbox.withdrawn(db, allocation, now);
    }

    /** What another site did: gives an allocation or quarantines it, whether or not a seat is free. The user's row is locked. */
    void put(Db db, Assignment told, boolean there) throws SQLException {
        if (!there) {
            makePool(db, told.type());
            db.update(
                    "UPDATE pools SET allocated = allocated + 1 WHERE access_type = ?",
                    told.type().key());
        }
        db.update(
                """
                INSERT INTO allocations (user_name, access_type, allocated, state, quarantined_until) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET state = excluded.state, quarantined_until = excluded.quarantined_until""",
                Users.name(told.user()),
                told.type().key(),
                told.at(),
                told.state() == Assignments.State.QUARANTINED ? QUARANTINED : ALLOCATED,
                told.until());
    }

    /** Takes an allocation away, as another site did, and frees its seat. */
    void drop(Db db, Allocation allocation) throws SQLException {
        int removed = db.update(
                "DELETE FROM allocations WHERE user_name = ? AND access_type = ? AND state = ?",
                Users.name(allocation.user()),
                allocation.type().key(),
                allocation.state().key());
        LostRace.unlessTaken(removed, "an allocation is gone");
        free(db, allocation.type(), 1);
    }

    /** Lets go of allocations whose quarantine is over. */
    void freeQuarantined(Db db, Instant now) throws SQLException {
        Map<AccessType, Integer> over = new EnumMap<>(AccessType.class);
        db.list(
                        "DELETE FROM allocations WHERE quarantined_until <= ? RETURNING access_type",
                        row -> type(row.getString("access_type")),
                        now)
                .forEach(type -> over.merge(type, 1, Integer::sum));
        for (Map.Entry<AccessType, Integer> type : over.entrySet()) {
            free(db, type.getKey(), type.getValue());
        }
    }

    /** So many seats of {@code type} are free again. */
    void free(Db db, AccessType type, int seats) throws SQLException {
        db.update("UPDATE pools SET allocated = allocated - ? WHERE access_type = ?", seats, type.key());
    }

    /** Takes so many seats of {@code type}; false when there are not that many. */
    boolean take(Db db, AccessType type, int seats, int most) throws SQLException {
        makePool(db, type);
        return db.update(
                        "UPDATE pools SET allocated = allocated + ? WHERE access_type = ? AND allocated + ? <= ?",
                        seats,
                        type.key(),
                        seats,
                        most)
                > 0;
    }

    private static void makePool(Db db, AccessType type) throws SQLException {
        db.update("INSERT INTO pools (access_type, allocated) VALUES (?, 0) ON CONFLICT DO NOTHING", type.key());
    }

    /** The access type stored as {@code key}. */
    static AccessType type(String key) throws SQLException {
        return AccessType.of(key)
                .orElseThrow(() -> new SQLException("the ledger names an access type unknown here: " + key));
    }

    private static Allocation.State state(String key) throws SQLException {
        for (Allocation.State state : Allocation.State.values()) {
            if (state.key().equals(key)) {
                return state;
            }
        }
        throw new SQLException("the ledger names a state of an allocation unknown here: " + key);
    }

    private static Allocation allocation(ResultSet row) throws SQLException {
        return new Allocation(
                User.parse(row.getString("user_name")),
                type(row.getString("access_type")),
                Times.instant(row, "allocated"),
                Times.optionalInstant(row, "last_used"),
                Optional.ofNullable(row.getString("rule")),
                state(row.getString("state")),
                Times.optionalInstant(row, "quarantined_until"));
    }
}
