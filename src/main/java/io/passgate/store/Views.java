package io.passgate.store;

import io.passgate.decision.LedgerView;
import io.passgate.decision.LedgerView.Person;
import io.passgate.decision.LedgerView.Stock;
import io.passgate.license.AccessRules;
import io.passgate.license.AccessType;
import io.passgate.license.Capacity;
import io.passgate.license.LoginGroup;
import io.passgate.license.LoginPass;
import io.passgate.license.Pool;
import io.passgate.license.Terms;
import io.passgate.session.UserSessions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the decision reads. Stateless. */
final class Views {

    private final Passes passes;
    private final LoginGroups groups;
    private final Rules rules;

    Views(Passes passes, LoginGroups groups, Rules rules) {
        this.passes = passes;
        this.groups = groups;
        this.rules = rules;
    }

    /**
     * What concerns everybody, in one look.
     *
     * @param rulesRevision revision of the access rules
     * @param minutesUsed minutes of analyzer capacity used this month, on other sites of the license too
     * @param grouped whether there is any login access group; without one nobody has a pass of it either
     */
    private record Site(String rulesRevision, long minutesUsed, boolean grouped) {}

    private static Site site(Db db, Instant now) throws SQLException {
        return db.first(
                        """
                        SELECT rules_revision, (SELECT minutes_used + elsewhere FROM capacity WHERE month = ?) AS minutes_used,
                          (SELECT count(*) FROM login_groups) AS groups
                        FROM site""",
                        row -> new Site(
                                row.getString("rules_revision"), row.getLong("minutes_used"), row.getInt("groups") > 0),
                        Capacity.month(now).toString())
                .orElseThrow(() -> new SQLException("the ledger has lost the row of its site"));
    }

    /** Everything that concerns a user at {@code now}, whose sessions are these. */
    LedgerView of(Db db, Users.Known known, UserSessions sessions, Terms terms, Instant now) throws SQLException {
        Site site = site(db, now);
        Optional<LoginPass> pass = site.grouped() ? groups.latest(db, known.user(), now) : Optional.empty();
        return new LedgerView(
                new Person(known.active(), known.attributes(), passes.of(db, known.user()), pass),
                stock(db, site, terms, now),
                rules.in(db, site.rulesRevision()),
                sessions);
    }

    /** The access rules in force. */
    AccessRules rules(Db db) throws SQLException {
        return rules.in(db, site(db, Instant.EPOCH).rulesRevision());
    }

    /** What there is to give. */
    Stock stock(Db db, Terms terms, Instant now) throws SQLException {
        return stock(db, site(db, now), terms, now);
    }

    private Stock stock(Db db, Site site, Terms terms, Instant now) throws SQLException {
        List<LoginGroups.Counted> counted = site.grouped() ? groups.at(db, now) : List.of();
        int returned =
                counted.stream().mapToInt(LoginGroups.Counted::tokensReturned).sum();
        Map<AccessType, Integer> taken = passes.taken(db, now);
        taken.computeIfPresent(AccessType.USER_ACCESS_PASS, (type, tokens) -> tokens - returned);
        List<LoginGroup> standing = counted.stream()
                .filter(LoginGroups.Counted::stands)
                .map(LoginGroups.Counted::now)
                .toList();
        List<Pool> pools = AccessType.ALLOCATED.stream()
                .map(type -> new Pool(type, terms.seats(type), taken.getOrDefault(type, 0)))
                .toList();
        return new Stock(pools, standing, terms.capacity(), site.minutesUsed());
    }
}
