package io.passgate.store;

import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** The rows of users. Stateless. */
final class Users {

    /**
     * What the ledger knows of a user.
     *
     * @param user who
     * @param attributes as last seen
     * @param firstSeen when first heard of
     * @param lastSeen when last seen
     * @param active false for one that was deactivated
     */
    record Known(User user, Attributes attributes, Instant firstSeen, Instant lastSeen, boolean active) {}

    /** How a user is named in every table. */
    static String name(User user) {
        return user.directory() + "\\" + user.id();
    }

    /** The user was seen: makes their row or brings it up to date, and locks it until the transaction is over. */
    Known seen(Db db, User user, Attributes attributes, Instant now) throws SQLException {
        return db.first(
                        """
                INSERT INTO users (name, attributes, first_seen, last_seen) VALUES (?, ?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET
                  attributes = CASE excluded.attributes WHEN '{}' THEN users.attributes ELSE excluded.attributes END,
                  last_seen = CASE WHEN excluded.last_seen > users.last_seen
                    THEN excluded.last_seen ELSE users.last_seen END
                RETURNING *""",
                        Users::known,
                        name(user),
                        AttributesText.of(attributes),
                        now,
                        now)
                .orElseThrow();
    }

    /** Locks the user's row, made now if nobody has heard of them. */
    void lock(Db db, User user, Instant now) throws SQLException {
        db.update(
                """
                INSERT INTO users (name, attributes, first_seen, last_seen) VALUES (?, '{}', ?, ?)
                ON CONFLICT (name) DO UPDATE SET first_seen = users.first_seen""",
                name(user),
                now,
                now);
    }

    /** Everybody. */
    List<Known> all(Db db) throws SQLException {
        return db.list("SELECT * FROM users", Users::known);
    }

    /** What is known of {@code user} at {@code now}. */
    Known find(Db db, User user, Instant now) throws SQLException {
        return db.first("SELECT * FROM users WHERE name = ?", Users::known, name(user))
                .orElse(new Known(user, Attributes.NONE, now, now, true));
    }

    /** Deactivates or activates a user whose row is locked. */
    void setActive(Db db, User user, boolean active) throws SQLException {
        db.update("UPDATE users SET active = ? WHERE name = ?", active ? 1 : 0, name(user));
    }

    private static Known known(ResultSet row) throws SQLException {
        return new Known(
                User.parse(row.getString("name")),
                AttributesText.parse(row.getString("attributes")),
                Times.instant(row, "first_seen"),
                Times.instant(row, "last_seen"),
                row.getInt("active") == 1);
    }
}
