package io.passgate.store;

import io.passgate.admission.Records.AllocationOutcome;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Allocation;
import io.passgate.license.Pool;
import io.passgate.license.Terms;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of allocations and pools. Stateless. */
final class Passes {

    /** Every allocation, in order of type and user. */
    List<Allocation> all(Db db) throws SQLException {
        return db
                .list("SELECT user_name, access_type, allocated, last_used FROM allocations", Passes::allocation)
                .stream()
                .sorted(java.util.Comparator.comparing(Allocation::type)
                        .thenComparing(a -> a.user().written()))
                .toList();
    }

    /** What {@code user} holds, in order of type. */
    List<Allocation> of(Db db, User user) throws SQLException {
        return db
                .list(
                        """
                        SELECT user_name, access_type, allocated, last_used FROM allocations WHERE user_name = ?""",
                        Passes::allocation,
                        Users.name(user))
                .stream()
                .sorted(java.util.Comparator.comparing(Allocation::type))
                .toList();
    }

    /** The pool of every access type, in order of type. */
    List<Pool> pools(Db db, Terms terms) throws SQLException {
        Map<AccessType, Integer> given = new EnumMap<>(AccessType.class);
        db.list(
                        "SELECT access_type, allocated FROM pools",
                        row -> Map.entry(type(row.getString("access_type")), row.getInt("allocated")))
                .forEach(pool -> given.put(pool.getKey(), pool.getValue()));
        return AccessType.ALLOCATED.stream()
                .map(type -> new Pool(type, terms.seats(type), given.getOrDefault(type, 0)))
                .toList();
    }

    /** The allocation was used to open a session. */
    void used(Db db, User user, AccessType type, Instant now) throws SQLException {
        db.update(
                "UPDATE allocations SET last_used = ? WHERE user_name = ? AND access_type = ?",
                now,
                Users.name(user),
                type.key());
    }

    /** Gives an allocation as long as the pool has room. The user's row is locked already; where it fails, undo. */
    AllocationOutcome give(Db db, User user, AccessType type, int seats, Instant now) throws SQLException {
        db.update("INSERT INTO pools (access_type, allocated) VALUES (?, 0) ON CONFLICT DO NOTHING", type.key());
        int given = db.update(
                """
                INSERT INTO allocations (user_name, access_type, allocated) VALUES (?, ?, ?) ON CONFLICT DO NOTHING""",
                Users.name(user),
                type.key(),
                now);
        if (given == 0) {
            return AllocationOutcome.HELD_ALREADY;
        }
        int taken = db.update(
                "UPDATE pools SET allocated = allocated + 1 WHERE access_type = ? AND allocated < ?",
                type.key(),
                seats);
        return taken == 0 ? AllocationOutcome.POOL_EMPTY : AllocationOutcome.ALLOCATED;
    }

    /** Takes an allocation; false when there is none. */
    boolean take(Db db, User user, AccessType type) throws SQLException {
        int taken = db.update(
                "DELETE FROM allocations WHERE user_name = ? AND access_type = ?", Users.name(user), type.key());
        if (taken == 0) {
            return false;
        }
        db.update("UPDATE pools SET allocated = allocated - 1 WHERE access_type = ?", type.key());
        return true;
    }

    /** The access type stored as {@code key}. */
    static AccessType type(String key) throws SQLException {
        return AccessType.of(key)
                .orElseThrow(() -> new SQLException("the ledger names an access type unknown here: " + key));
    }

    private static Allocation allocation(ResultSet row) throws SQLException {
        return new Allocation(
                User.parse(row.getString("user_name")),
                type(row.getString("access_type")),
                Times.instant(row, "allocated"),
                Times.optionalInstant(row, "last_used"),
                Optional.empty(),
                Allocation.State.ALLOCATED,
                Optional.empty());
    }
}
