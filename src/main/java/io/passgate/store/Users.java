package io.passgate.store;

import io.passgate.admission.Opening;
import io.passgate.admission.Records.DeniedAccess;
import io.passgate.decision.Explanation;
import io.passgate.decision.Verdict;
import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The rows of users and of denied access. Stateless. */
final class Users {

    /** Refusals that follow each other within this time are one record. */
    private static final Duration SAME_DENIED_ACCESS = Duration.ofDays(1);

    /**
     * What the ledger knows of a user.
     *
     * @param user who
     * @param attributes as last seen
     * @param firstSeen when first heard of
     * @param lastSeen when last seen
     */
    record Known(User user, Attributes attributes, Instant firstSeen, Instant lastSeen) {}

    /** How a user is named in every table. */
    static String name(User user) {
        return user.directory() + "\\" + user.id();
    }

    /** The user was seen: makes their row or brings it up to date, and locks it until the transaction is over. */
    void seen(Db db, User user, Attributes attributes, Instant now) throws SQLException {
        db.update(
                """
                INSERT INTO users (name, attributes, first_seen, last_seen) VALUES (?, ?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET
                  attributes = CASE excluded.attributes WHEN '{}' THEN users.attributes ELSE excluded.attributes END,
                  last_seen = CASE WHEN excluded.last_seen > users.last_seen
                    THEN excluded.last_seen ELSE users.last_seen END""",
                name(user),
                AttributesText.of(attributes),
                now,
                now);
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
        return db.list(
                "SELECT name, attributes, first_seen, last_seen FROM users",
                row -> new Known(
                        User.parse(row.getString("name")),
                        AttributesText.parse(row.getString("attributes")),
                        Times.instant(row, "first_seen"),
                        Times.instant(row, "last_seen")));
    }

    /** Records that the user was refused, with the attributes just stored. */
    void denied(Db db, Opening opening, Verdict.Refused verdict) throws SQLException {
        String user = name(opening.session().user());
        String address = opening.session().address();
        String requestId = opening.facts().requestId();
        String virtualProxy = opening.session().virtualProxy();
        String reason = verdict.reason().code();
        Instant now = opening.session().opened();
        int counted = db.update(
                """
                UPDATE denied_access SET times = times + 1, last_denied = ?, address = ?, request_id = ?,
                  attributes = (SELECT attributes FROM users WHERE name = denied_access.user_name)
                WHERE user_name = ? AND virtual_proxy = ? AND reason = ? AND last_denied > ?""",
                now,
                address,
                requestId,
                user,
                virtualProxy,
                reason,
                now.minus(SAME_DENIED_ACCESS));
        if (counted == 0) {
            db.update(
                    """
                    INSERT INTO denied_access (id, user_name, virtual_proxy, reason, attributes, address, request_id,
                      first_denied, last_denied, times)
                    SELECT ?, name, ?, ?, attributes, ?, ?, ?, ?, 1 FROM users WHERE name = ?""",
                    opening.usageId(),
                    virtualProxy,
                    reason,
                    address,
                    requestId,
                    now,
                    now,
                    user);
        }
    }

    /** Denied access at or after {@code since}, newest first. */
    List<DeniedAccess> denied(Db db, Instant since) throws SQLException {
        return db.list(
                """
                SELECT user_name, attributes, reason, virtual_proxy, address, request_id, first_denied, last_denied, times
                FROM denied_access WHERE last_denied >= ? ORDER BY last_denied DESC, id""",
                Users::deniedAccess,
                since);
    }

    private static DeniedAccess deniedAccess(ResultSet row) throws SQLException {
        return new DeniedAccess(
                User.parse(row.getString("user_name")),
                AttributesText.parse(row.getString("attributes")),
                row.getString("reason"),
                false,
                row.getString("virtual_proxy"),
                row.getString("address"),
                row.getString("request_id"),
                Times.instant(row, "first_denied"),
                Times.instant(row, "last_denied"),
                row.getLong("times"),
                new Explanation(List.of(), ""));
    }
}
