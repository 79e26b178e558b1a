package io.passgate.store;

import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.LoginGroup;
import io.passgate.license.LoginPass;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The rows of login access groups and of the passes drawn from them (domain.md §1.3). Stateless. */
final class LoginGroups {

    private final Passes passes;

    LoginGroups(Passes passes) {
        this.passes = passes;
    }

    /**
     * A group.
     *
     * @param stored as it is stored, passes included that should have returned by now
     * @param now as it is by now
     * @param deleted whether the site has it no more
     */
    record Counted(LoginGroup stored, LoginGroup now, boolean deleted) {

        /** Whether it is there for anybody: the site has it, or passes of it are in use. */
        boolean stands() {
            return !deleted || now.used() > 0;
        }

        /** Tokens that are stored as held and are not by now. */
        int tokensReturned() {
            return stored.tokensHeld() - now.tokensHeld();
        }
    }

    /** Every group, in order of name. */
    List<Counted> at(Db db, Instant now) throws SQLException {
        return db.list(
                """
                SELECT name, tokens, used, deleted, (SELECT count(*) FROM login_passes
                    WHERE group_name = login_groups.name AND drawn <= ?) AS returned
                FROM login_groups ORDER BY name""",
                row -> {
                    LoginGroup stored = new LoginGroup(row.getString("name"), row.getInt("tokens"), row.getInt("used"));
                    return new Counted(
                            stored,
                            new LoginGroup(stored.name(), stored.tokens(), stored.used() - row.getInt("returned")),
                            row.getInt("deleted") == 1);
                },
                now.minus(LoginPass.RETURNS));
    }

    /** The tokens of those that the site has. */
    Map<String, Integer> tokens(Db db) throws SQLException {
        Map<String, Integer> tokens = new TreeMap<>();
        db.list(
                        "SELECT name, tokens FROM login_groups WHERE deleted = 0",
                        row -> Map.entry(row.getString("name"), row.getInt("tokens")))
                .forEach(group -> tokens.put(group.getKey(), group.getValue()));
        return tokens;
    }

    /** The pass that {@code user} drew last, as long as it is in use at {@code now}. */
    Optional<LoginPass> latest(Db db, User user, Instant now) throws SQLException {
        return db.first(
                "SELECT group_name, drawn FROM login_passes WHERE user_name = ? AND drawn > ? ORDER BY drawn DESC LIMIT 1",
                row -> new LoginPass(row.getString("group_name"), Times.instant(row, "drawn")),
                Users.name(user),
                now.minus(LoginPass.RETURNS));
    }

    /** {@code user} draws a pass. {@link Freed} is done already. */
    void draw(Db db, User user, String group, Instant now) throws SQLException {
        int drawn = db.update(
                "UPDATE login_groups SET used = used + 1 WHERE name = ? AND deleted = 0 AND used < tokens * ?",
                group,
                LoginGroup.PASSES_PER_TOKEN);
        LostRace.unlessTaken(drawn, "the login access group " + group + " has no pass left");
        db.update(
                "INSERT INTO login_passes (user_name, group_name, drawn) VALUES (?, ?, ?)",
                Users.name(user),
                group,
                now);
    }

    /** Passes go back to their groups 28 days after they were drawn, tokens that nothing holds any more to the pool. */
    void freeReturned(Db db, Instant now) throws SQLException {
        List<Counted> over = at(db, now).stream()
                .filter(g -> g.stored().used() > g.now().used())
                .toList();
        int tokens = 0;
        for (Counted group : over) {
            db.update(
                    "DELETE FROM login_passes WHERE group_name = ? AND drawn <= ?",
                    group.now().name(),
                    now.minus(LoginPass.RETURNS));
            int changed = db.update(
                    "UPDATE login_groups SET used = ? WHERE name = ? AND used = ?",
                    group.now().used(),
                    group.now().name(),
                    group.stored().used());
            LostRace.unlessTaken(changed, "a login access group has changed");
            tokens += group.tokensReturned();
        }
        if (!over.isEmpty()) {
            forgetDeleted(db);
        }
        if (tokens > 0) {
            passes.free(db, AccessType.USER_ACCESS_PASS, tokens);
        }
    }

    /** Makes the groups those of {@code wanted}; one that has passes in use stays, without tokens of its own. */
    void put(Db db, Map<String, Integer> wanted) throws SQLException {
        db.update("UPDATE login_groups SET tokens = 0, deleted = 1");
        for (Map.Entry<String, Integer> group : new TreeMap<>(wanted).entrySet()) {
            db.update(
                    """
                    INSERT INTO login_groups (name, tokens, used, deleted) VALUES (?, ?, 0, 0)
                    ON CONFLICT (name) DO UPDATE SET tokens = excluded.tokens, deleted = 0""",
                    group.getKey(),
                    group.getValue());
        }
        forgetDeleted(db);
    }

    /** That group is gone, with every pass in use. */
    void end(Db db, String name) throws SQLException {
        db.update("DELETE FROM login_passes WHERE group_name = ?", name);
        db.update("DELETE FROM login_groups WHERE name = ?", name);
    }

    private static void forgetDeleted(Db db) throws SQLException {
        db.update("DELETE FROM login_groups WHERE deleted = 1 AND used = 0");
    }
}
