package io.passgate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.decision.Refusal;
import io.passgate.decision.Verdict;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Capacity;
import io.passgate.license.Grant;
import io.passgate.license.Terms;
import io.passgate.license.TestTerms;
import io.passgate.session.Ending;
import io.passgate.session.Session;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * What every ledger does about access passes that are paid for by the minute or the hour (domain.md §1.2 and §1.3): a unit or a
 * pass is charged once, whoever asks how often, and survives a restart (design.md §3, invariants).
 */
public abstract class MeteredContract extends LicenseFixture {

    private static final Terms CAPACITY = TestTerms.capacity(terms(10, 10, 10), 60, 0);

    private void everybodyOnCapacity(Terms terms) {
        inForce(terms, START, Map.of(), everybody(AccessType.ANALYZER_CAPACITY));
    }

    private void everybodyOnPasses(int tokens) {
        inForce(TERMS, START, Map.of(GROUP, tokens), everybodyDraws());
    }

    private long used(Terms terms, Instant at) {
        return stock(terms, at).minutesUsed();
    }

    private AdmittedSession opened(User user, Terms terms, Instant at) {
        return opening(user, at).terms(terms).open().session().orElseThrow();
    }

    /** Domain.md §1.2: a started unit counts in full; the session is paid until its end. */
    @Test
    void openingOnCapacityStartsAUnitOfSixMinutes() {
        everybodyOnCapacity(CAPACITY);

        AdmittedSession session = opened(ANNA, CAPACITY, START);

        assertThat(session.accessType()).isEqualTo(AccessType.ANALYZER_CAPACITY);
        assertThat(session.session().paidUntil()).contains(minutes(6));
        assertThat(session.due(minutes(6).toEpochMilli() - 1)).isFalse();
        assertThat(session.due(minutes(6).toEpochMilli())).isTrue();
        assertThat(used(CAPACITY, START)).isEqualTo(6);
        assertThat(records().allocations()).isEmpty();
    }

    /** Domain.md §1.2: 26 minutes active are 5 units, 30 minutes; without activity for 6 minutes no further unit. */
    @Test
    void activityRenewsUnitByUnitAndIdleTimeIsFree() {
        everybodyOnCapacity(CAPACITY);
        AdmittedSession session = opened(ANNA, CAPACITY, START);

        for (int minute = 1; minute <= 26; minute++) {
            if (session.due(minutes(minute).toEpochMilli())) {
                assertThat(goesOn(renew(session, CAPACITY, minutes(minute)))).isTrue();
            }
        }
        assertThat(used(CAPACITY, START)).isEqualTo(30);

        assertThat(goesOn(renew(session, CAPACITY, minutes(50)))).isTrue();
        assertThat(used(CAPACITY, START)).as("twenty idle minutes were free").isEqualTo(36);
        assertThat(session.due(minutes(56).toEpochMilli() - 1)).isFalse();
    }

    /** Domain.md §1.2, counted per device: each session pays for itself, from one pool. */
    @Test
    void everySessionPaysFromTheOnePool() {
        everybodyOnCapacity(CAPACITY);
        opened(ANNA, CAPACITY, START);
        opened(ANNA, CAPACITY, START);
        opened(BERT, CAPACITY, START);

        assertThat(used(CAPACITY, START)).isEqualTo(18);
    }

    /** Domain.md §1.2: a new month begins on day 1 at 00:00 UTC, with all its minutes. */
    @Test
    void minutesAreThoseOfTheCalendarMonthInUtc() {
        Terms one = TestTerms.capacity(TERMS, 6, 0);
        everybodyOnCapacity(one);
        Instant last = Instant.parse("2026-03-31T23:59:59.999Z");
        Instant first = Instant.parse("2026-04-01T00:00:00Z");
        AdmittedSession session = opened(ANNA, one, last);

        assertThat(refused(opening(BERT, last).terms(one).open())).isTrue();
        assertThat(used(one, first)).isZero();
        assertThat(granted(opening(BERT, first).terms(one).open())).isTrue();
        assertThat(session.session().paidUntil()).contains(last.plus(Capacity.UNIT));
        assertThat(used(one, last)).isEqualTo(6);
        assertThat(used(one, first)).isEqualTo(6);
    }

    /** Domain.md §1.2: overage none, with a ceiling, unlimited. */
    @Test
    void overageIsUsedUpToItsCeiling() {
        for (Map.Entry<Integer, Integer> overage :
                Map.of(0, 2, 12, 4, Capacity.UNLIMITED, 9).entrySet()) {
            startOver();
            Terms terms = TestTerms.capacity(TERMS, 12, overage.getKey());
            everybodyOnCapacity(terms);
            int in = 0;
            for (int i = 0; i < 9; i++) {
                in += granted(opening(user(i), START).terms(terms).open()) ? 1 : 0;
            }
            assertThat(in).as("units with an overage of %s", overage.getKey()).isEqualTo(overage.getValue());
        }
    }

    /** Domain.md §1.2, minutes run out in mid-session: no new unit, the session ends with its reason. */
    @Test
    void sessionEndsWhenThereIsNothingLeftToPayWith() {
        Terms one = TestTerms.capacity(TERMS, 6, 0);
        everybodyOnCapacity(one);
        AdmittedSession session = opened(ANNA, one, START);
        List<Ending> told = new CopyOnWriteArrayList<>();
        session.started(told::add);

        Renewal.Outcome outcome = renew(session, one, minutes(6)).orElseThrow();

        assertThat(((Verdict.Refused) outcome.verdict()).reason()).isEqualTo(Refusal.MINUTES_USED_UP);
        assertThat(outcome.ended().orElseThrow().session().id())
                .isEqualTo(session.session().id());
        assertThat(told).containsExactly(Ending.USED_UP);
        assertThat(records().sessions()).isEmpty();
        assertThat(used(one, START)).isEqualTo(6);
        Records.DeniedAccess denied =
                records().denied("renewal at " + minutes(6)).orElseThrow();
        assertThat(denied.reason()).isEqualTo("minutes-used-up");
        assertThat(denied.shadow()).isFalse();
        assertThat(denied.explanation()).isEqualTo(outcome.verdict().explanation());
        assertThat(renew(session, one, minutes(7))).isEmpty();
    }

    /** Design.md §3, step 3: paid for anew exactly once, on whatever node. */
    @RepeatedTest(ROUNDS)
    void racingRenewalsChargeAUnitOnce() {
        everybodyOnCapacity(CAPACITY);
        AdmittedSession session = opened(ANNA, CAPACITY, START);

        List<Optional<Renewal.Outcome>> outcomes = raceToRenew(session, CAPACITY, minutes(10));

        assertThat(outcomes).allMatch(LicenseFixture::goesOn);
        assertThat(used(CAPACITY, START)).isEqualTo(12);
        assertThat(session.due(minutes(16).toEpochMilli() - 1)).isFalse();
        assertThat(records().sessions(ANNA).get(0).session().paidUntil()).contains(minutes(16));
    }

    /** The same, asked by requests that join the session (design.md §4). */
    @RepeatedTest(ROUNDS)
    void racingJoinsOfASessionThatIsDueChargeAUnitOnce() {
        everybodyOnCapacity(CAPACITY);
        AdmittedSession session = opening(ANNA, START)
                .terms(CAPACITY)
                .cookieLess("client")
                .open()
                .session()
                .orElseThrow();

        List<Opening.Outcome> outcomes =
                race(i -> opening(ANNA, minutes(7)).terms(CAPACITY).cookieLess("client"));

        assertThat(outcomes).allMatch(LedgerFixture::renewed);
        assertThat(outcomes).allMatch(o -> o.session().equals(Optional.of(session)));
        assertThat(used(CAPACITY, START)).isEqualTo(12);
        assertThat(session.due(minutes(13).toEpochMilli() - 1)).isFalse();
    }

    /** Design.md §3, invariants: a unit that was paid survives a restart. */
    @Test
    void unitThatWasPaidIsNotPaidAgainAfterARestart() {
        everybodyOnCapacity(CAPACITY);
        TestOpening opening = opening(ANNA, START).terms(CAPACITY);
        renew(opening.open().session().orElseThrow(), CAPACITY, minutes(6));

        restart();

        AdmittedSession found = done(ledger().find(opening.key())).orElseThrow();
        assertThat(found.accessType()).isEqualTo(AccessType.ANALYZER_CAPACITY);
        assertThat(found.due(minutes(12).toEpochMilli() - 1)).isFalse();
        assertThat(goesOn(renew(found, CAPACITY, minutes(11)))).isTrue();
        assertThat(used(CAPACITY, START)).isEqualTo(12);
        assertThat(goesOn(renew(found, CAPACITY, minutes(12)))).isTrue();
        assertThat(used(CAPACITY, START)).isEqualTo(18);
    }

    /** Design.md §3, invariants: never more minutes than the terms allow, however many ask at once. */
    @RepeatedTest(ROUNDS)
    void racingOpeningsNeverPassTheMinutes() {
        Terms few = TestTerms.capacity(TERMS, 45, 0);
        everybodyOnCapacity(few);

        List<Opening.Outcome> outcomes = race(i -> opening(user(i), START).terms(few));

        assertThat(outcomes).filteredOn(LedgerFixture::granted).hasSize(7);
        assertThat(used(few, START)).isEqualTo(42);
    }

    /** Domain.md §1.2, anonymous users: no unit before the cookie has come back (decision 21). */
    @Test
    void anonymousUserPaysWhenTheCookieHasComeBack() {
        inForce(
                CAPACITY,
                START,
                Map.of(),
                rule("anonymous", Grant.of(AccessType.ANALYZER_CAPACITY), "user.IsAnonymous()"));
        AdmittedSession session = opened(User.anonymous("1"), CAPACITY, START);
        assertThat(used(CAPACITY, START)).isZero();
        assertThat(session.due(START.toEpochMilli())).isTrue();

        assertThat(goesOn(renew(session, CAPACITY, START.plusSeconds(1)))).isTrue();

        assertThat(used(CAPACITY, START)).isEqualTo(6);
        assertThat(session.due(START.plusSeconds(361).toEpochMilli() - 1)).isFalse();
    }

    /** Domain.md §1.3: 60 minutes from first use, on any device; the clock runs on after log-out. */
    @Test
    void loginPassLastsAnHourFromItsFirstUseAlsoAfterLogOut() {
        everybodyOnPasses(1);
        AdmittedSession first = open(ANNA, START);
        assertThat(first.accessType()).isEqualTo(AccessType.LOGIN_ACCESS_PASS);
        end(first, Ending.LOG_OUT, minutes(5));

        AdmittedSession second = open(ANNA, minutes(30));
        AdmittedSession third = open(ANNA, minutes(59));

        assertThat(group(TERMS, minutes(59)).used()).isEqualTo(1);
        assertThat(List.of(second, third))
                .extracting(AdmittedSession::session)
                .extracting(Session::paidUntil)
                .containsOnly(Optional.of(minutes(60)));

        open(ANNA, minutes(61));

        assertThat(group(TERMS, minutes(61)).used()).as("at minute 61 another").isEqualTo(2);
        assertThat(records()
                        .view(ANNA, TERMS, minutes(61))
                        .person()
                        .loginPass()
                        .orElseThrow()
                        .drawn())
                .isEqualTo(minutes(61));
    }

    /** Domain.md §1.3: staying connected past the hour draws another pass, once for all sessions, while any remain. */
    @RepeatedTest(ROUNDS)
    void racingRenewalsPastTheHourDrawOnePass() {
        everybodyOnPasses(1);
        AdmittedSession one = open(ANNA, START);
        AdmittedSession other = open(ANNA, START);

        assertThat(raceToRenew(one, TERMS, minutes(60))).allMatch(LicenseFixture::goesOn);
        assertThat(goesOn(renew(other, TERMS, minutes(61)))).isTrue();

        assertThat(group(TERMS, minutes(61)).used()).isEqualTo(2);
        assertThat(other.due(minutes(120).toEpochMilli() - 1)).isFalse();
        assertThat(other.due(minutes(120).toEpochMilli())).isTrue();
    }

    /** Domain.md §1.1 and §1.3: ten passes a token; never more are drawn, however many ask at once. */
    @RepeatedTest(ROUNDS)
    void racingOpeningsDrawNoMorePassesThanThereAre() {
        everybodyOnPasses(2);

        List<Opening.Outcome> outcomes = race(i -> opening(user(i), START));

        assertThat(outcomes).filteredOn(LedgerFixture::granted).hasSize(20);
        assertThat(outcomes)
                .filteredOn(LedgerFixture::refused)
                .allMatch(o -> ((Verdict.Refused) o.verdict()).reason() == Refusal.PASSES_USED_UP);
        assertThat(group(TERMS, START).used()).isEqualTo(20);
        assertThat(tokens(TERMS, START)).isEqualTo(2);
    }

    /** One user's racing openings draw one pass: the second finds the hour of the first (domain.md §1.3). */
    @RepeatedTest(ROUNDS)
    void racingOpeningsOfOneUserDrawOnePass() {
        everybodyOnPasses(2);

        assertThat(race(i -> opening(ANNA, START)))
                .filteredOn(LedgerFixture::granted)
                .hasSize(5);

        assertThat(group(TERMS, START).used()).isEqualTo(1);
    }

    /** Domain.md §1.3: with no pass left the session that is past its hour ends. */
    @Test
    void sessionPastItsHourEndsWhenNoPassIsLeft() {
        everybodyOnPasses(1);
        AdmittedSession annas = open(ANNA, START);
        for (int i = 1; i < 10; i++) {
            open(user(i), START);
        }

        Renewal.Outcome outcome = renew(annas, TERMS, minutes(60)).orElseThrow();

        assertThat(((Verdict.Refused) outcome.verdict()).reason()).isEqualTo(Refusal.PASSES_USED_UP);
        assertThat(annas.ended()).contains(Ending.USED_UP);
        assertThat(records().view(ANNA, TERMS, minutes(60)).sessions().taken()).isZero();
    }

    /** Domain.md §3: an allocation comes first; a session goes on it once it is due, and costs nothing more. */
    @Test
    void meteredSessionGoesOnTheAllocationGivenMeanwhile() {
        everybodyOnCapacity(CAPACITY);
        AdmittedSession session = opened(ANNA, CAPACITY, START);
        records().allocate(ANNA, AccessType.ANALYZER, CAPACITY, minutes(1));

        assertThat(goesOn(renew(session, CAPACITY, minutes(6)))).isTrue();

        assertThat(session.accessType()).isEqualTo(AccessType.ANALYZER);
        assertThat(session.due(days(1).toEpochMilli())).isFalse();
        assertThat(used(CAPACITY, START)).isEqualTo(6);
        assertThat(allocation(ANNA, AccessType.ANALYZER).orElseThrow().lastUsed())
                .contains(minutes(6));
        assertThat(records().sessions(ANNA).get(0).accessType()).isEqualTo(AccessType.ANALYZER);
    }

    @Test
    void nobodyRenewsASessionThatIsOverOrIdle() {
        everybodyOnCapacity(CAPACITY);
        AdmittedSession session = opened(ANNA, CAPACITY, START);

        assertThat(done(ledger().renew(renewal(session.session().id(), CAPACITY, START.plus(IDLE)))))
                .isEmpty();
        end(session, Ending.LOG_OUT, minutes(7));
        assertThat(done(ledger().renew(renewal(session.session().id(), CAPACITY, minutes(8)))))
                .isEmpty();
        assertThat(done(ledger().renew(renewal(drawSession(), CAPACITY, START))))
                .isEmpty();
        assertThat(used(CAPACITY, START)).isEqualTo(6);
    }

    /** Design.md §3, invariants: a refusal changes nothing but the denied-access record. */
    @Test
    void refusalChargesNothing() {
        everybodyOnCapacity(CAPACITY);
        for (int i = 0; i < 5; i++) {
            opened(ANNA, CAPACITY, START);
        }

        assertThat(refused(opening(ANNA, START).terms(CAPACITY).open())).isTrue();

        assertThat(used(CAPACITY, START)).isEqualTo(30);
    }
}
