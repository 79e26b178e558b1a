package io.passgate.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.decision.Explanation.Step;
import io.passgate.decision.LedgerView.Person;
import io.passgate.decision.LedgerView.Stock;
import io.passgate.decision.Policy.Enforcement;
import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import io.passgate.license.AccessRule;
import io.passgate.license.AccessRules;
import io.passgate.license.AccessType;
import io.passgate.license.Allocation;
import io.passgate.license.Capacity;
import io.passgate.license.Condition;
import io.passgate.license.Grant;
import io.passgate.license.LoginGroup;
import io.passgate.license.LoginPass;
import io.passgate.license.May;
import io.passgate.license.Pool;
import io.passgate.license.RuleSyntaxException;
import io.passgate.license.Standing;
import io.passgate.session.Session;
import io.passgate.session.SessionId;
import io.passgate.session.UserSessions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which access pass lets a user in, type by type (design.md §3 step 4; domain.md §1.2, §1.3, §3, §5). */
class AccessTypesTest {

    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
    private static final User ANNA = User.parse("CORP\\anna");
    private static final Standing VALID =
            new Standing(Standing.State.VALID, "verified", Optional.of(NOW), NOW.plusSeconds(86_400));

    /** A site in which everything is to be had and nobody holds anything. Each test changes what it is about. */
    private static final class Site {
        private boolean active = true;
        private User user = ANNA;
        private final List<Allocation> held = new ArrayList<>();
        private Optional<LoginPass> loginPass = Optional.empty();
        private final List<Pool> pools = new ArrayList<>(List.of(
                new Pool(AccessType.PROFESSIONAL, 2, 0),
                new Pool(AccessType.ANALYZER, 2, 0),
                new Pool(AccessType.USER_ACCESS_PASS, 5, 3)));
        private final List<LoginGroup> groups = new ArrayList<>(List.of(new LoginGroup("visitors", 1, 0)));
        private Capacity capacity = new Capacity(60, 0);
        private long minutesUsed;
        private final List<AccessRule> rules = new ArrayList<>();
        private UserSessions sessions = UserSessions.NONE;
        private Policy policy = Policy.DEFAULT;

        Site holds(AccessType type) {
            held.add(Allocation.given(ANNA, type, NOW));
            return this;
        }

        Site rule(AccessType type) {
            String group = type == AccessType.LOGIN_ACCESS_PASS ? "visitors" : "";
            rules.add(new AccessRule("rule for " + type.words(), new Grant(type, group), everybody()));
            return this;
        }

        Site pool(AccessType type, int total, int allocated) {
            pools.replaceAll(p -> p.type() == type ? new Pool(type, total, allocated) : p);
            return this;
        }

        Verdict ask(Request request, Instant now) {
            return new Decision(policy)
                    .decide(
                            request,
                            new LedgerView(
                                    new Person(active, Attributes.NONE, held, loginPass),
                                    new Stock(pools, groups, capacity, minutesUsed),
                                    new AccessRules(rules),
                                    sessions),
                            VALID,
                            now);
        }

        Verdict open() {
            return ask(Request.opening(user), NOW);
        }

        Paid paid() {
            return open().fold(e -> failed(e), r -> r.paid(), Verdict.Granted::paid, r -> failed(r));
        }

        Refusal refusal() {
            return ((Verdict.Refused) open()).reason();
        }

        private static Paid failed(Verdict verdict) {
            throw new AssertionError("expected a pass, got " + verdict);
        }
    }

    private static Condition everybody() {
        try {
            return Condition.parse("user.userDirectory=\"corp\" or user.IsAnonymous()");
        } catch (RuleSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static Session session(Optional<Instant> paidUntil) {
        return new Session(new SessionId("s1"), ANNA, "/", NOW, NOW, Duration.ofHours(9), "192.0.2.7", "B", paidUntil);
    }

    private static Site metered(AccessType rule, Instant paidUntil) {
        Site site = new Site().rule(rule);
        site.sessions = new UserSessions(List.of(session(Optional.of(paidUntil))), List.of());
        return site;
    }

    private static Request goingOn(AccessType type) {
        return new Request(ANNA, Optional.of(new Request.Current(new SessionId("s1"), type)));
    }

    @Test
    void allocationGoesBeforeEverythingElseInTheOrderOfTypes() {
        Site site = new Site()
                .holds(AccessType.USER_ACCESS_PASS)
                .holds(AccessType.ANALYZER)
                .rule(AccessType.PROFESSIONAL)
                .rule(AccessType.ANALYZER_CAPACITY);

        assertThat(site.paid()).isEqualTo(new Paid(AccessType.ANALYZER, Charge.NOTHING, Optional.empty()));
    }

    @Test
    void loginPassInItsHourGoesBeforeAccessRules() {
        Site site = new Site().rule(AccessType.PROFESSIONAL);
        site.loginPass = Optional.of(new LoginPass("visitors", NOW.minus(Duration.ofMinutes(59))));

        assertThat(site.paid())
                .isEqualTo(new Paid(
                        AccessType.LOGIN_ACCESS_PASS, Charge.NOTHING, Optional.of(NOW.plus(Duration.ofMinutes(1)))));
    }

    @Test
    void accessRuleGivesTheFirstTypeWhosePoolHasRoom() {
        Site site = new Site()
                .rule(AccessType.PROFESSIONAL)
                .rule(AccessType.ANALYZER)
                .rule(AccessType.LOGIN_ACCESS_PASS)
                .pool(AccessType.PROFESSIONAL, 2, 2);

        assertThat(site.paid())
                .isEqualTo(new Paid(
                        AccessType.ANALYZER,
                        new Charge.ByRule(AccessType.ANALYZER, "rule for analyzer"),
                        Optional.empty()));
    }

    @Test
    void newLoginPassGoesBeforeCapacityAndLastsAnHour() {
        Site site = new Site().rule(AccessType.LOGIN_ACCESS_PASS).rule(AccessType.ANALYZER_CAPACITY);

        assertThat(site.paid())
                .isEqualTo(new Paid(
                        AccessType.LOGIN_ACCESS_PASS,
                        new Charge.DrawLoginPass("visitors"),
                        Optional.of(NOW.plus(Duration.ofMinutes(60)))));
    }

    @Test
    void capacityStartsAUnitOfSixMinutes() {
        assertThat(new Site().rule(AccessType.ANALYZER_CAPACITY).paid())
                .isEqualTo(new Paid(
                        AccessType.ANALYZER_CAPACITY,
                        new Charge.StartUnit(),
                        Optional.of(NOW.plus(Duration.ofMinutes(6)))));
    }

    @Test
    void anonymousUserPaysNothingBeforeTheirCookieHasComeBack() {
        Site site = new Site().rule(AccessType.ANALYZER_CAPACITY);
        site.user = User.anonymous("b7");

        assertThat(site.paid()).isEqualTo(new Paid(AccessType.ANALYZER_CAPACITY, Charge.NOTHING, Optional.of(NOW)));
    }

    @Test
    void anonymousUserIsNotLetInWhereNoMinuteIsLeft() {
        Site site = new Site().rule(AccessType.ANALYZER_CAPACITY);
        site.user = User.anonymous("b7");
        site.minutesUsed = 60;

        assertThat(site.refusal()).isEqualTo(Refusal.MINUTES_USED_UP);
    }

    @Test
    void nobodyGetsCapacityWithoutARuleForIt() {
        assertThat(new Site().refusal()).isEqualTo(Refusal.NOTHING_ALLOCATED);
    }

    @Test
    void eachRefusalSaysWhatStoodInTheWay() {
        Site inactive = new Site().holds(AccessType.PROFESSIONAL);
        inactive.active = false;
        assertThat(inactive.refusal()).isEqualTo(Refusal.USER_INACTIVE);

        Site quarantined = new Site();
        quarantined.held.add(
                Allocation.given(ANNA, AccessType.ANALYZER, NOW).used(NOW).quarantined(NOW.plusSeconds(60)));
        assertThat(quarantined.refusal()).isEqualTo(Refusal.QUARANTINED);

        Site excess = new Site();
        excess.held.add(Allocation.given(ANNA, AccessType.ANALYZER, NOW).as(Allocation.State.EXCESS));
        assertThat(excess.refusal()).isEqualTo(Refusal.EXCESS);

        assertThat(new Site()
                        .rule(AccessType.ANALYZER)
                        .pool(AccessType.ANALYZER, 100, 100)
                        .refusal())
                .isEqualTo(Refusal.POOL_EMPTY);

        Site passes = new Site().rule(AccessType.LOGIN_ACCESS_PASS);
        passes.groups.set(0, new LoginGroup("visitors", 1, 10));
        assertThat(passes.refusal()).isEqualTo(Refusal.PASSES_USED_UP);

        Site minutes = new Site().rule(AccessType.ANALYZER_CAPACITY);
        minutes.minutesUsed = 55;
        assertThat(minutes.refusal()).isEqualTo(Refusal.MINUTES_USED_UP);
        assertThat(((Verdict.Refused) minutes.open()).retryAt()).contains(Instant.parse("2026-04-01T00:00:00Z"));
    }

    @Test
    void explanationCarriesTheFiguresOfEveryStep() {
        Site site = new Site().rule(AccessType.ANALYZER).pool(AccessType.ANALYZER, 100, 100);

        assertThat(site.open().explanation().steps())
                .extracting(Step::text)
                .contains(
                        "not allocated to the user (0 of 2 allocated)",
                        "not allocated to the user (100 of 100 allocated)",
                        "rule for analyzer matches, but no analyzer is free (100 of 100 allocated)");
        assertThat(site.open().explanation().remedy())
                .isEqualTo("Allocate an access pass to the user; free: " + "2 professional, 2 user access pass.");
    }

    @Test
    void quarantinedPassComesBackByARuleWithoutNeedingRoom() {
        Site site = new Site().rule(AccessType.ANALYZER).pool(AccessType.ANALYZER, 2, 2);
        site.held.add(Allocation.given(ANNA, AccessType.ANALYZER, NOW).used(NOW).quarantined(NOW.plusSeconds(60)));

        assertThat(site.paid().charge()).isEqualTo(new Charge.ByRule(AccessType.ANALYZER, "rule for analyzer"));
    }

    @Test
    void quarantineThatIsOverIsNoReasonAnyMore() {
        Site site = new Site();
        site.held.add(Allocation.given(ANNA, AccessType.ANALYZER, NOW).used(NOW).quarantined(NOW));

        assertThat(site.refusal()).isEqualTo(Refusal.NOTHING_ALLOCATED);
    }

    @Test
    void convertedTokensLetNobodyIn() {
        Site site = new Site().holds(AccessType.USER_ACCESS_PASS).rule(AccessType.LOGIN_ACCESS_PASS);
        site.loginPass = Optional.of(new LoginPass("visitors", NOW));
        site.pool(AccessType.USER_ACCESS_PASS, 0, 3);

        assertThat(site.refusal()).isEqualTo(Refusal.PASSES_USED_UP);
    }

    @ParameterizedTest
    @EnumSource(
            value = AccessType.class,
            names = {"LOGIN_ACCESS_PASS", "ANALYZER_CAPACITY"})
    void meteredSessionGoesOnFreeUntilItsPaidTimeIsOver(AccessType type) {
        Instant until = NOW.plusSeconds(1);

        Verdict verdict = metered(type, until).ask(goingOn(type), NOW);

        assertThat(((Verdict.Renewed) verdict).paid()).isEqualTo(new Paid(type, Charge.NOTHING, Optional.of(until)));
    }

    @Test
    void staysConnectedPastTheHourOnAnotherPass() {
        Verdict verdict = metered(AccessType.LOGIN_ACCESS_PASS, NOW).ask(goingOn(AccessType.LOGIN_ACCESS_PASS), NOW);

        assertThat(((Verdict.Renewed) verdict).paid().charge()).isEqualTo(new Charge.DrawLoginPass("visitors"));
    }

    @Test
    void activityAfterAPausePaysForAUnitFromThenOn() {
        Instant later = NOW.plus(Duration.ofMinutes(47));

        Verdict verdict = metered(AccessType.ANALYZER_CAPACITY, NOW).ask(goingOn(AccessType.ANALYZER_CAPACITY), later);

        assertThat(((Verdict.Renewed) verdict).paid())
                .as("idle is free (domain.md §1.2)")
                .isEqualTo(new Paid(
                        AccessType.ANALYZER_CAPACITY,
                        new Charge.StartUnit(),
                        Optional.of(later.plus(Duration.ofMinutes(6)))));
    }

    @Test
    void minutesThatRunOutInTheMiddleEndWithThatReason() {
        Site site = metered(AccessType.ANALYZER_CAPACITY, NOW);
        site.minutesUsed = 60;

        Verdict verdict = site.ask(goingOn(AccessType.ANALYZER_CAPACITY), NOW);

        assertThat(((Verdict.Refused) verdict).reason()).isEqualTo(Refusal.MINUTES_USED_UP);
    }

    @Test
    void meteredSessionGoesOnWithAnAllocationGivenMeanwhile() {
        Verdict verdict = metered(AccessType.ANALYZER_CAPACITY, NOW)
                .holds(AccessType.PROFESSIONAL)
                .ask(goingOn(AccessType.ANALYZER_CAPACITY), NOW);

        assertThat(((Verdict.Renewed) verdict).paid())
                .isEqualTo(new Paid(AccessType.PROFESSIONAL, Charge.NOTHING, Optional.empty()));
    }

    @Test
    void renewalNeedsNoSlotOfItsOwn() {
        Site site = metered(AccessType.ANALYZER_CAPACITY, NOW);
        site.policy = Policy.enforced(1, Duration.ZERO, AtLimit.REFUSE, java.util.Set.of());

        assertThat(site.ask(goingOn(AccessType.ANALYZER_CAPACITY), NOW)).isInstanceOf(Verdict.Renewed.class);
    }

    private static Policy loosened(Enforcement license, Enforcement sessions) {
        Policy configured = new Policy(
                5, Duration.ofMinutes(5), AtLimit.REFUSE, java.util.Set.of(), license, sessions, Optional.empty());
        return configured.within(new May(5, 5, false, Optional.of(NOW.plusSeconds(60))), NOW);
    }

    private static UserSessions five() {
        return new UserSessions(
                IntStream.range(0, 5)
                        .mapToObj(n -> new Session(
                                new SessionId("s" + n),
                                ANNA,
                                "/",
                                NOW,
                                NOW,
                                Duration.ofHours(1),
                                "192.0.2.7",
                                "B",
                                Optional.empty()))
                        .toList(),
                List.of());
    }

    @Test
    void shadowLetsInAndSaysWhyItWouldHaveRefused() {
        Site site = new Site();
        site.policy = loosened(Enforcement.SHADOW, Enforcement.ENFORCE);

        Verdict.Granted granted = (Verdict.Granted) site.open();

        assertThat(granted.shadowed()).contains(Refusal.NOTHING_ALLOCATED);
        assertThat(granted.accessType()).isEqualTo(AccessType.UNLICENSED);
        assertThat(granted.paid().until())
                .as("looked at again when the license does not allow it any more")
                .contains(NOW.plusSeconds(60));
    }

    @Test
    void shadowOfTheSessionLimitCountsOnAndSaysTooMany() {
        Site site = new Site().holds(AccessType.ANALYZER);
        site.sessions = five();
        site.policy = loosened(Enforcement.ENFORCE, Enforcement.SHADOW);

        Verdict.Granted granted = (Verdict.Granted) site.open();

        assertThat(granted.shadowed()).contains(Refusal.TOO_MANY_SESSIONS);
        assertThat(granted.sessionCount()).isEqualTo(6);
    }

    @Test
    void offLooksAtNothing() {
        Site site = new Site();
        site.sessions = five();
        site.policy = loosened(Enforcement.OFF, Enforcement.OFF);

        assertThat(((Verdict.Granted) site.open()).shadowed()).isEmpty();
    }

    @Test
    void neitherShadowNorOffHoldsWithoutTheLicense() {
        Policy configured = new Policy(
                5,
                Duration.ofMinutes(5),
                AtLimit.REFUSE,
                java.util.Set.of(),
                Enforcement.OFF,
                Enforcement.SHADOW,
                Optional.empty());

        for (Optional<Instant> until : List.of(Optional.<Instant>empty(), Optional.of(NOW))) {
            Policy cut = configured.within(new May(5, 5, false, until), NOW);

            assertThat(cut.license()).isEqualTo(Enforcement.ENFORCE);
            assertThat(cut.sessions()).isEqualTo(Enforcement.ENFORCE);
        }
    }
}
