package io.passgate.store;

import io.passgate.license.AccessRule;
import io.passgate.license.AccessRules;
import io.passgate.license.Condition;
import io.passgate.license.Grant;
import io.passgate.license.RuleSyntaxException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/**
 * The rows of access rules. They are compiled once for each revision, which is drawn at random: what a transaction wrote that then
 * failed is never taken for what another wrote. Safe for use by many threads.
 */
final class Rules {

    private volatile Compiled compiled = new Compiled("", AccessRules.NONE);

    private record Compiled(String revision, AccessRules rules) {}

    /** The rules of that revision, which is the one that this transaction reads. */
    AccessRules in(Db db, String revision) throws SQLException {
        Compiled known = compiled;
        if (!known.revision().equals(revision)) {
            known = new Compiled(revision, new AccessRules(db.list("SELECT * FROM access_rules", Rules::rule)));
            compiled = known;
        }
        return known.rules();
    }

    /** Makes the rules {@code wanted}. */
    void put(Db db, AccessRules wanted) throws SQLException {
        db.update("UPDATE site SET rules_revision = ?", UUID.randomUUID().toString());
        db.update("DELETE FROM access_rules");
        for (AccessRule rule : wanted.all()) {
            db.update(
                    "INSERT INTO access_rules (name, access_type, login_group, condition) VALUES (?, ?, ?, ?)",
                    rule.name(),
                    rule.grant().type().key(),
                    rule.grant().loginGroup(),
                    rule.condition().toString());
        }
    }

    private static AccessRule rule(ResultSet row) throws SQLException {
        String name = row.getString("name");
        try {
            return new AccessRule(
                    name,
                    new Grant(Passes.type(row.getString("access_type")), row.getString("login_group")),
                    Condition.parse(row.getString("condition")));
        } catch (RuleSyntaxException | IllegalArgumentException e) {
            throw new SQLException("the stored access rule " + name + " cannot be read: " + e.getMessage(), e);
        }
    }
}
