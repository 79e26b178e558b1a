package io.passgate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.decision.Decision;
import io.passgate.decision.LedgerView.Stock;
import io.passgate.decision.Policy;
import io.passgate.decision.Verdict;
import io.passgate.identity.User;
import io.passgate.license.AccessRule;
import io.passgate.license.AccessRules;
import io.passgate.license.AccessType;
import io.passgate.license.Allocation;
import io.passgate.license.Condition;
import io.passgate.license.Grant;
import io.passgate.license.LoginGroup;
import io.passgate.license.RuleSyntaxException;
import io.passgate.license.Standing;
import io.passgate.license.Terms;
import io.passgate.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** What the tests of the license model on a ledger have in common: rules, groups, renewals. */
public abstract class LicenseFixture extends LedgerFixture {

    /** Matches everybody. */
    protected static final String EVERYBODY = "user.name like \"*\"";

    protected static final String GROUP = "visitors";

    private static final Standing VALID = new Standing(Standing.State.VALID, "", Optional.empty(), Instant.MAX);

    protected static AccessRule rule(String name, Grant grant, String condition) {
        try {
            return new AccessRule(name, grant, Condition.parse(condition));
        } catch (RuleSyntaxException e) {
            throw new AssertionError("a condition of a test", e);
        }
    }

    /** A rule that gives everybody {@code type}. */
    protected static AccessRule everybody(AccessType type) {
        return rule("everybody gets " + type.key(), Grant.of(type), EVERYBODY);
    }

    /** A rule that lets everybody draw from {@link #GROUP}. */
    protected static AccessRule everybodyDraws() {
        return rule("everybody draws", Grant.login(GROUP), EVERYBODY);
    }

    protected static SiteRules site(Map<String, Integer> groups, AccessRule... rules) {
        return new SiteRules(new AccessRules(List.of(rules)), groups);
    }

    /** The site has exactly these. */
    protected void inForce(Terms terms, Instant at, Map<String, Integer> groups, AccessRule... rules) {
        assertThat(records().apply(site(groups, rules), terms, at)).isTrue();
    }

    protected static User user(int number) {
        return User.parse("CORP\\user" + number);
    }

    protected Stock stock(Terms terms, Instant at) {
        return records().stock(terms, at);
    }

    /** Tokens given out, for user access passes and groups alike. */
    protected int tokens(Terms terms, Instant at) {
        return stock(terms, at).pool(AccessType.USER_ACCESS_PASS).allocated();
    }

    protected LoginGroup group(Terms terms, Instant at) {
        return stock(terms, at).groups().stream()
                .filter(g -> g.name().equals(GROUP))
                .findFirst()
                .orElseThrow();
    }

    protected Optional<Allocation> allocation(User user, AccessType type) {
        return records().allocations().stream()
                .filter(a -> a.user().equals(user) && a.type() == type)
                .findFirst();
    }

    /** How many of {@code type} let somebody in. */
    protected long admitting(AccessType type) {
        return records().allocations().stream()
                .filter(a -> a.type() == type && a.admits())
                .count();
    }

    protected Renewal renewal(SessionId session, Terms terms, Instant at) {
        Decision decision = new Decision(Policy.DEFAULT);
        return new Renewal(
                session,
                "denied " + session.value() + at,
                "renewal at " + at,
                terms,
                (request, view) -> decision.decide(request, view, VALID, at),
                at);
    }

    protected Optional<Renewal.Outcome> renew(AdmittedSession session, Terms terms, Instant at) {
        session.active(at.toEpochMilli());
        return done(ledger().renew(renewal(session.session().id(), terms, at)));
    }

    /** The renewals of one session by {@link #RACERS} at once. */
    protected List<Optional<Renewal.Outcome>> raceToRenew(AdmittedSession session, Terms terms, Instant at) {
        session.active(at.toEpochMilli());
        return race(IntStream.range(0, RACERS)
                .<java.util.concurrent.Callable<Optional<Renewal.Outcome>>>mapToObj(
                        i -> () -> done(ledger().renew(renewal(session.session().id(), terms, at))))
                .toList());
    }

    protected static boolean goesOn(Optional<Renewal.Outcome> outcome) {
        return outcome.map(o -> o.verdict() instanceof Verdict.Renewed).orElse(false);
    }

    protected static Instant days(int days) {
        return START.plus(Duration.ofDays(days));
    }

    protected static Instant minutes(int minutes) {
        return START.plus(Duration.ofMinutes(minutes));
    }
}
