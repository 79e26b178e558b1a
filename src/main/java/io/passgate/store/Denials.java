package io.passgate.store;

import io.passgate.admission.Opening;
import io.passgate.admission.Records.DeniedAccess;
import io.passgate.decision.Explanation;
import io.passgate.decision.Refusal;
import io.passgate.identity.User;
import io.passgate.session.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rows of denied access. Stateless. */
final class Denials {

    /** Refusals that follow each other within this time are one record. */
    private static final Duration SAME = Duration.ofDays(1);

    /**
     * One refusal.
     *
     * @param id of the record, should it be the first
     * @param session that was not opened, or ended
     * @param requestId of the request
     * @param reason why
     * @param shadow whether they were let in all the same
     * @param explanation of the verdict
     * @param now when
     */
    record Denial(
            String id,
            Session session,
            String requestId,
            Refusal reason,
            boolean shadow,
            Explanation explanation,
            Instant now) {

        static Denial of(Opening opening, Refusal reason, boolean shadow, Explanation explanation) {
            return new Denial(
                    opening.usageId(),
                    opening.session(),
                    opening.facts().requestId(),
                    reason,
                    shadow,
                    explanation,
                    opening.session().opened());
        }
    }

    /** Records it, with the attributes of the user as they are stored. */
    void add(Db db, Denial denial) throws SQLException {
        String user = Users.name(denial.session().user());
        int shadow = denial.shadow() ? 1 : 0;
        String explanation = ExplanationText.of(denial.explanation());
        int counted = db.update(
                """
                UPDATE denied_access SET times = times + 1, last_denied = ?, address = ?, request_id = ?, explanation = ?,
                  attributes = (SELECT attributes FROM users WHERE name = denied_access.user_name)
                WHERE user_name = ? AND virtual_proxy = ? AND reason = ? AND last_denied > ? AND shadow = ?""",
                denial.now(),
                denial.session().address(),
                denial.requestId(),
                explanation,
                user,
                denial.session().virtualProxy(),
                denial.reason().code(),
                denial.now().minus(SAME),
                shadow);
        if (counted == 0) {
            db.update(
                    """
                    INSERT INTO denied_access (id, user_name, virtual_proxy, reason, shadow, explanation, attributes,
                      address, request_id, first_denied, last_denied, times)
                    SELECT ?, name, ?, ?, ?, ?, attributes, ?, ?, ?, ?, 1 FROM users WHERE name = ?""",
                    denial.id(),
                    denial.session().virtualProxy(),
                    denial.reason().code(),
                    shadow,
                    explanation,
                    denial.session().address(),
                    denial.requestId(),
                    denial.now(),
                    denial.now(),
                    user);
        }
    }

    /** Denied access at or after {@code since}, newest first. */
    List<DeniedAccess> since(Db db, Instant since) throws SQLException {
        return db.list(
                "SELECT * FROM denied_access WHERE last_denied >= ? ORDER BY last_denied DESC, id",
                Denials::deniedAccess,
                since);
    }

    /** The latest refusal shown under that request id. */
    Optional<DeniedAccess> latest(Db db, String requestId) throws SQLException {
        return db.first(
                "SELECT * FROM denied_access WHERE request_id = ? ORDER BY last_denied DESC, id LIMIT 1",
                Denials::deniedAccess,
                requestId);
    }

    private static DeniedAccess deniedAccess(ResultSet row) throws SQLException {
        return new DeniedAccess(
                User.parse(row.getString("user_name")),
                AttributesText.parse(row.getString("attributes")),
                row.getString("reason"),
                row.getInt("shadow") == 1,
                row.getString("virtual_proxy"),
                row.getString("address"),
                row.getString("request_id"),
                Times.instant(row, "first_denied"),
                Times.instant(row, "last_denied"),
                row.getLong("times"),
                ExplanationText.parse(row.getString("explanation")));
    }
}
