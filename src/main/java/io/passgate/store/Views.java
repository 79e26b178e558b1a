package io.passgate.store;

import io.passgate.decision.LedgerView;
import io.passgate.decision.LedgerView.Person;
import io.passgate.decision.LedgerView.Stock;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.LoginGroup;
import io.passgate.license.Pool;
import io.passgate.license.Terms;
import io.passgate.session.UserSessions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the decision reads. Stateless. */
final class Views {

    private final Users users;
    private final Passes passes;
    private final LoginGroups groups;
    private final Minutes minutes;
    private final Rules rules;

    Views(Users users, Passes passes, LoginGroups groups, Minutes minutes, Rules rules) {
        this.users = users;
        this.passes = passes;
        this.groups = groups;
        this.minutes = minutes;
        this.rules = rules;
    }

    /** Everything that concerns {@code user} at {@code now}, whose sessions are these. */
    LedgerView of(Db db, User user, UserSessions sessions, Terms terms, Instant now) throws SQLException {
        Users.Known known = users.find(db, user, now);
        return new LedgerView(
                new Person(known.active(), known.attributes(), passes.of(db, user), groups.latest(db, user, now)),
                stock(db, terms, now),
                rules.in(db),
                sessions);
    }

    /** What there is to give. */
    Stock stock(Db db, Terms terms, Instant now) throws SQLException {
        List<LoginGroups.Counted> counted = groups.at(db, now);
        int returned =
                counted.stream().mapToInt(LoginGroups.Counted::tokensReturned).sum();
        Map<AccessType, Integer> taken = passes.taken(db, now);
        taken.computeIfPresent(AccessType.USER_ACCESS_PASS, (type, tokens) -> tokens - returned);
        List<LoginGroup> all = counted.stream()
                .filter(LoginGroups.Counted::stands)
                .map(LoginGroups.Counted::now)
                .toList();
        List<Pool> pools = AccessType.ALLOCATED.stream()
                .map(type -> new Pool(type, terms.seats(type), taken.getOrDefault(type, 0)))
                .toList();
        return new Stock(pools, all, terms.capacity(), minutes.used(db, now));
    }
}
