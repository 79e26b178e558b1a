package io.passgate.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.decision.Explanation.Step;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Allocation;
import io.passgate.license.Pool;
import io.passgate.license.Standing;
import io.passgate.license.Standing.State;
import io.passgate.session.Hold;
import io.passgate.session.Session;
import io.passgate.session.SessionId;
import io.passgate.session.UserSessions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The order of the decision, first failure wins (design.md §3, domain.md §2 and §3). */
class DecisionTest {

    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final User ANNA = User.parse("CORP\\anna");
    private static final Standing VALID = new Standing(State.VALID, "verified", Optional.of(NOW), NOW.plusSeconds(60));
    private static final Decision DECISION = new Decision(Policy.DEFAULT);

    private static Session session(int n) {
        return new Session(
                new SessionId("s" + n),
                ANNA,
                "/",
                NOW.minusSeconds(90),
                NOW.minusSeconds(n),
                IDLE,
                "192.0.2.7",
                "B",
                Optional.empty());
    }

    private static UserSessions sessions(int count) {
        return new UserSessions(
                IntStream.range(0, count).mapToObj(DecisionTest::session).toList(), List.of());
    }

    private static LedgerView view(UserSessions sessions, AccessType... held) {
        return LedgerView.of(
                Arrays.stream(held).map(t -> Allocation.given(ANNA, t, NOW)).toList(),
                List.of(
                        new Pool(AccessType.PROFESSIONAL, 10, 10),
                        new Pool(AccessType.ANALYZER, 20, 5),
                        new Pool(AccessType.USER_ACCESS_PASS, 3, 3)),
                sessions);
    }

    private static Optional<Request.Current> current(Session session) {
        return Optional.of(new Request.Current(session.id(), AccessType.PROFESSIONAL));
    }

    private static Verdict opening(Decision decision, LedgerView view, Standing standing) {
        return decision.decide(Request.opening(ANNA), view, standing, NOW);
    }

    private static Verdict.Refused refused(Verdict verdict) {
        return (Verdict.Refused) verdict;
    }

    private static Decision with(AtLimit atLimit) {
        return new Decision(Policy.enforced(5, Duration.ofMinutes(5), atLimit, Set.of()));
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void exemptUserPassesHoweverTheLicenseStandsAndWithoutPassOrSlot(State state) {
        Decision decision = new Decision(Policy.enforced(5, Duration.ofMinutes(5), AtLimit.REFUSE, Set.of(ANNA)));

        Verdict verdict = opening(decision, view(sessions(5)), new Standing(state, "", Optional.empty(), Instant.MAX));

        assertThat(verdict).isInstanceOf(Verdict.Exempt.class);
        assertThat(verdict.explanation().steps()).extracting(Step::name).containsExactly("exempt");
    }

    @ParameterizedTest
    @CsvSource({"STALE,LICENSE_STALE", "EXPIRED,LICENSE_EXPIRED", "REFUSED,LICENSE_REFUSED", "MISSING,LICENSE_MISSING"})
    void licenseThatAdmitsNobodyIsTheFirstReason(State state, Refusal reason) {
        Standing standing = new Standing(state, "what is wrong", Optional.empty(), Instant.MAX);

        Verdict verdict = opening(DECISION, view(sessions(5)), standing);

        assertThat(refused(verdict).reason()).isEqualTo(reason);
        assertThat(reason.kind()).isEqualTo(Refusal.Kind.LICENSE);
        assertThat(refused(verdict).retryAt()).isEmpty();
        assertThat(verdict.explanation().remedy()).isNotEmpty();
        assertThat(verdict.explanation().steps()).last().satisfies(step -> {
            assertThat(step.name()).isEqualTo("license");
            assertThat(step.hit()).isFalse();
            assertThat(step.text()).contains("what is wrong");
        });
    }

    @Test
    void licenseComesBeforeASessionThatIsOpen() {
        Verdict verdict = DECISION.decide(
                new Request(ANNA, current(session(0))),
                view(sessions(1), AccessType.PROFESSIONAL),
                Standing.missing("none"),
                NOW);

        assertThat(refused(verdict).reason()).isEqualTo(Refusal.LICENSE_MISSING);
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"VALID", "LATE", "WARNING"})
    void lateLicenseLetsPeopleIn(State state) {
        Standing standing = new Standing(state, "", Optional.empty(), NOW.plusMillis(1));

        assertThat(opening(DECISION, view(sessions(0), AccessType.ANALYZER), standing))
                .isInstanceOf(Verdict.Granted.class);
    }

    @Test
    void standingThatIsNotToldAnewLetsNobodyIn() {
        Standing old = new Standing(State.VALID, "verified long ago", Optional.empty(), NOW);

        Verdict verdict = opening(DECISION, view(sessions(0), AccessType.ANALYZER), old);

        assertThat(refused(verdict).reason()).isEqualTo(Refusal.LICENSE_STALE);
        assertThat(verdict.explanation().steps().get(1).text()).contains("until " + NOW);
    }

    @Test
    void openSessionGoesOnWithoutAPassAndAtTheMaximum() {
        Verdict verdict = DECISION.decide(new Request(ANNA, current(session(3))), view(sessions(5)), VALID, NOW);

        assertThat(((Verdict.Renewed) verdict).session()).isEqualTo(session(3).id());
        assertThat(verdict.explanation().steps())
                .extracting(Step::name)
                .containsExactly("exempt", "license", "session");
    }

    @Test
    void sessionThatWasIdleTooLongDoesNotGoOn() {
        Session idle = new Session(
                new SessionId("old"),
                ANNA,
                "/",
                NOW.minus(IDLE),
                NOW.minus(IDLE),
                IDLE,
                "192.0.2.7",
                "B",
                Optional.empty());

        Verdict verdict = DECISION.decide(
                new Request(ANNA, current(idle)),
                view(new UserSessions(List.of(idle), List.of()), AccessType.ANALYZER),
                VALID,
                NOW);

        assertThat(((Verdict.Granted) verdict).sessionCount()).isEqualTo(1);
    }

    @Test
    void professionalComesBeforeAnalyzerBeforeUserAccessPass() {
        AccessType[] all = {AccessType.USER_ACCESS_PASS, AccessType.PROFESSIONAL, AccessType.ANALYZER};

        assertThat(granted(all)).isEqualTo(AccessType.PROFESSIONAL);
        assertThat(granted(AccessType.USER_ACCESS_PASS, AccessType.ANALYZER)).isEqualTo(AccessType.ANALYZER);
        assertThat(granted(AccessType.USER_ACCESS_PASS)).isEqualTo(AccessType.USER_ACCESS_PASS);
    }

    private static AccessType granted(AccessType... held) {
        return ((Verdict.Granted) opening(DECISION, view(sessions(0), held), VALID)).accessType();
    }

    @Test
    void nobodyWithoutAPassIsLetInThoughPoolsHaveRoom() {
        Verdict verdict = opening(DECISION, view(sessions(0)), VALID);

        assertThat(refused(verdict).reason()).isEqualTo(Refusal.NOTHING_ALLOCATED);
        assertThat(refused(verdict).sessionCount()).isZero();
        assertThat(verdict.explanation().remedy()).contains("free: 15 analyzer.");
        assertThat(verdict.explanation().steps())
                .extracting(Step::name)
                .containsExactly(
                        "exempt", "license", "session", "professional", "analyzer", "user access pass", "access rule");
        assertThat(verdict.explanation().steps())
                .filteredOn(step -> step.name().equals("analyzer"))
                .singleElement()
                .satisfies(step -> assertThat(step.text()).contains("not allocated", "5 of 20"));
    }

    @Test
    void withEveryPassGivenOutTheRemedySaysSo() {
        LedgerView full =
                LedgerView.of(List.of(), List.of(new Pool(AccessType.PROFESSIONAL, 10, 12)), UserSessions.NONE);

        assertThat(opening(DECISION, full, VALID).explanation().remedy()).contains("Every access pass is allocated");
    }

    @Test
    void wantOfAPassComesBeforeTheSessionLimit() {
        Verdict verdict = opening(DECISION, view(sessions(5)), VALID);

        assertThat(refused(verdict).reason())
                .as("domain.md §2, known false positive (a)")
                .isEqualTo(Refusal.NOTHING_ALLOCATED);
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1,2", "4,5"})
    void grantCountsTheSessionItOpens(int before, int count) {
        Verdict verdict = opening(DECISION, view(sessions(before), AccessType.ANALYZER), VALID);

        assertThat(((Verdict.Granted) verdict).sessionCount())
                .as("domain.md §6.1")
                .isEqualTo(count);
        assertThat(((Verdict.Granted) verdict).displaced()).isEmpty();
        assertThat(verdict.explanation().remedy()).isEmpty();
        assertThat(verdict.explanation().steps())
                .extracting(Step::name, Step::hit)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("exempt", false),
                        org.assertj.core.groups.Tuple.tuple("license", true),
                        org.assertj.core.groups.Tuple.tuple("session", false),
                        org.assertj.core.groups.Tuple.tuple("professional", false),
                        org.assertj.core.groups.Tuple.tuple("analyzer", true),
                        org.assertj.core.groups.Tuple.tuple("parallel sessions", true));
    }

    @Test
    void sixthSessionIsRefusedWithTheMomentTheNextSlotFrees() {
        Verdict verdict = opening(DECISION, view(sessions(5), AccessType.ANALYZER), VALID);

        assertThat(refused(verdict).reason()).isEqualTo(Refusal.TOO_MANY_SESSIONS);
        assertThat(refused(verdict).sessionCount())
                .as("stays at the limit, domain.md §6.1")
                .isEqualTo(5);
        assertThat(refused(verdict).retryAt()).contains(NOW.minusSeconds(4).plus(IDLE));
        assertThat(verdict.explanation().steps()).last().satisfies(step -> assertThat(step.text())
                .contains("5 sessions and 0 holds of 5"));
        assertThat(verdict.explanation().remedy()).contains("5 minutes");
    }

    @Test
    void holdTakesASlotUntilItIsOver() {
        Instant over = NOW.plusSeconds(200);
        UserSessions held = new UserSessions(sessions(4).sessions(), List.of(new Hold(over)));
        Request request = Request.opening(ANNA);
        LedgerView view = view(held, AccessType.ANALYZER);
        Standing standing = new Standing(State.VALID, "", Optional.empty(), Instant.MAX);

        assertThat(refused(DECISION.decide(request, view, standing, over.minusMillis(1)))
                        .retryAt())
                .contains(over);
        assertThat(DECISION.decide(request, view, standing, over)).isInstanceOf(Verdict.Granted.class);
    }

    @Test
    void longestIdleMakesRoomWhereThePolicySaysSo() {
        Verdict verdict = opening(with(AtLimit.END_LONGEST_IDLE), view(sessions(5), AccessType.ANALYZER), VALID);

        Verdict.Granted granted = (Verdict.Granted) verdict;
        assertThat(granted.displaced()).contains(session(4).id());
        assertThat(granted.sessionCount()).isEqualTo(5);
    }

    @Test
    void belowTheMaximumNobodyMakesRoom() {
        Verdict verdict = opening(with(AtLimit.END_LONGEST_IDLE), view(sessions(4), AccessType.ANALYZER), VALID);

        assertThat(((Verdict.Granted) verdict).displaced()).isEmpty();
    }

    @Test
    void holdCannotMakeRoom() {
        UserSessions onlyHolds =
                new UserSessions(List.of(), java.util.Collections.nCopies(5, new Hold(NOW.plusSeconds(1))));

        Verdict verdict = opening(with(AtLimit.END_LONGEST_IDLE), view(onlyHolds, AccessType.ANALYZER), VALID);

        assertThat(refused(verdict).reason()).isEqualTo(Refusal.TOO_MANY_SESSIONS);
    }

    @Test
    void aboveALoweredLimitNoEndingOfOneMakesRoom() {
        Decision lowered = new Decision(Policy.enforced(3, Duration.ofMinutes(5), AtLimit.END_LONGEST_IDLE, Set.of()));

        Verdict verdict = opening(lowered, view(sessions(5), AccessType.ANALYZER), VALID);

        assertThat(refused(verdict).reason()).isEqualTo(Refusal.TOO_MANY_SESSIONS);
        assertThat(refused(verdict).sessionCount()).isEqualTo(5);
    }

    @Test
    void everyRefusalHasACodeOfItsOwn() {
        assertThat(Arrays.stream(Refusal.values()).map(Refusal::code)).doesNotHaveDuplicates();
    }
}
