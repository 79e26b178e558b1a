package io.passgate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.decision.LedgerView;
import io.passgate.decision.Refusal;
import io.passgate.decision.Verdict;
import io.passgate.license.AccessType;
import io.passgate.license.Allocation;
import io.passgate.session.Ending;
import io.passgate.session.Hold;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every ledger keeps about sessions, one behind the other (design.md §3, §4 and §6; domain.md §2). A subclass in the store's package
 * supplies the ledger. Goes on in {@link LedgerJoinContract}, {@link LedgerRaceContract}, {@link
 * LedgerPropertyContract} and {@link RecordsContract}, which a ledger runs as well.
 */
public abstract class LedgerContract extends LedgerFixture {

    @Test
    void grantedOpeningStandsUnderItsKey() {
        allocate(ANNA);
        TestOpening opening = opening(ANNA, START);

        Opening.Outcome outcome = opening.open();

        assertThat(granted(outcome)).isTrue();
        AdmittedSession session = outcome.session().orElseThrow();
        assertThat(session.session()).isEqualTo(opening.made().session());
        assertThat(session.accessType()).isEqualTo(AccessType.PROFESSIONAL);
        assertThat(ledger().admitted(opening.key())).containsSame(session);
        assertThat(done(ledger().find(opening.key()))).containsSame(session);
        assertThat(records().sessions())
                .containsExactly(new SessionRecord(
                        session.session(),
                        AccessType.PROFESSIONAL,
                        opening.made().usageId()));
        assertThat(outcome.ended()).isEmpty();
    }

    @Test
    void unknownKeyIsNobodysSession() {
        allocate(ANNA);
        open(ANNA, START);

        assertThat(ledger().admitted(SessionKey.of("made up"))).isEmpty();
        assertThat(done(ledger().find(SessionKey.of("made up")))).isEmpty();
    }

    @Test
    void refusalForWantOfAPassChangesNothingButTheDeniedAccess() {
        TestOpening opening = opening(ANNA, START);

        Opening.Outcome outcome = opening.open();

        assertThat(((Verdict.Refused) outcome.verdict()).reason()).isEqualTo(Refusal.NOTHING_ALLOCATED);
        assertThat(outcome.session()).isEmpty();
        assertThat(done(ledger().find(opening.key()))).isEmpty();
        assertThat(records().sessions()).isEmpty();
        assertThat(records().allocations()).isEmpty();
        assertThat(records().denied(START)).hasSize(1);
    }

    @Test
    void sixthSessionIsRefusedAndTheFiveAreUnharmed() {
        allocate(ANNA);
        List<AdmittedSession> five = fill(ANNA, START);
        LedgerView before = view(ANNA);
        List<SessionRecord> sessions = records().sessions();

        Opening.Outcome sixth = opening(ANNA, START.plusSeconds(60)).open();

        Verdict.Refused refused = (Verdict.Refused) sixth.verdict();
        assertThat(refused.reason()).isEqualTo(Refusal.TOO_MANY_SESSIONS);
        assertThat(refused.retryAt()).contains(START.plus(IDLE));
        assertThat(view(ANNA)).isEqualTo(before);
        assertThat(records().sessions()).isEqualTo(sessions);
        assertThat(five).allMatch(s -> s.ended().isEmpty());
    }

    @Test
    void exemptUserTakesNeitherSlotNorPass() {
        Opening.Outcome outcome = opening(ANNA, START).exempt().open();

        assertThat(outcome.verdict()).isInstanceOf(Verdict.Exempt.class);
        assertThat(outcome.session()).isEmpty();
        assertThat(records().sessions()).isEmpty();
        assertThat(records().denied(START)).isEmpty();
    }

    @Test
    void openingMarksTheAllocationItUsesAndNoOther() {
        records().allocate(ANNA, AccessType.ANALYZER, TERMS, START);
        records().allocate(ANNA, AccessType.PROFESSIONAL, TERMS, START);
        allocate(BERT);

        open(ANNA, START.plusSeconds(9));

        assertThat(records().allocations())
                .containsExactly(
                        Allocation.given(ANNA, AccessType.PROFESSIONAL, START).used(START.plusSeconds(9)),
                        Allocation.given(BERT, AccessType.PROFESSIONAL, START),
                        Allocation.given(ANNA, AccessType.ANALYZER, START));
    }

    @Test
    void activityOnlyMemoryKnowsOfKeepsASession() {
        allocate(ANNA);
        List<AdmittedSession> five = fill(ANNA, START);
        Instant active = START.plus(IDLE).minusSeconds(60);
        five.forEach(s -> s.active(active.toEpochMilli()));

        Opening.Outcome sixth = opening(ANNA, START.plus(IDLE)).open();

        assertThat(refused(sixth)).isTrue();
        assertThat(((Verdict.Refused) sixth.verdict()).retryAt()).contains(active.plus(IDLE));
        assertThat(records().sessions(ANNA))
                .allMatch(r -> r.session().lastSeen().equals(active));
    }

    @Test
    void sessionWhoseIdleTimeIsOverEndsWhereItsSlotIsTaken() {
        allocate(ANNA);
        List<AdmittedSession> five = fill(ANNA, START);
        five.subList(1, 5).forEach(s -> s.active(START.plusSeconds(600).toEpochMilli()));

        Opening.Outcome sixth = opening(ANNA, START.plus(IDLE)).open();

        assertThat(granted(sixth)).isTrue();
        assertThat(sixth.ended()).extracting(Opening.Ended::ending).containsExactly(Ending.IDLE);
        assertThat(five.get(0).ended()).contains(Ending.IDLE);
        assertThat(records().sessions(ANNA)).hasSize(5);
    }

    @ParameterizedTest
    @EnumSource(
            value = Ending.class,
            names = {"LOG_OUT", "USER_SWITCH", "ADMINISTRATOR"})
    void slotOfASessionEndedAtTheMaximumIsHeldFiveMinutes(Ending ending) {
        allocate(ANNA);
        AdmittedSession first = fill(ANNA, START).get(0);
        Instant ended = START.plusSeconds(60);

        assertThat(end(first, ending, ended)).isPresent();

        assertThat(view(ANNA).sessions().holds()).containsExactly(new Hold(ended.plus(HOLD)));
        assertThat(refused(opening(ANNA, ended.plus(HOLD).minusMillis(1)).open()))
                .isTrue();
        assertThat(granted(opening(ANNA, ended.plus(HOLD)).open())).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Ending.class,
            names = {"IDLE", "WITHDRAWN", "LICENSE", "REMOVED"})
    void slotOfASessionThatEndedWithoutThePersonIsFreeAtOnce(Ending ending) {
        allocate(ANNA);
        AdmittedSession first = fill(ANNA, START).get(0);

        end(first, ending, START.plusSeconds(60));

        assertThat(view(ANNA).sessions().holds()).isEmpty();
        assertThat(granted(opening(ANNA, START.plusSeconds(60)).open())).isTrue();
    }

    @Test
    void logOutBelowTheMaximumHoldsNothing() {
        allocate(ANNA);
        AdmittedSession first = open(ANNA, START);

        end(first, Ending.LOG_OUT, START.plusSeconds(60));

        assertThat(view(ANNA).sessions().holds()).isEmpty();
    }

    @Test
    void holdsCountTowardsTheMaximumOfTheNextEnding() {
        allocate(ANNA);
        List<AdmittedSession> five = fill(ANNA, START);
        end(five.get(0), Ending.LOG_OUT, START.plusSeconds(1));

        end(five.get(1), Ending.LOG_OUT, START.plusSeconds(2));

        assertThat(view(ANNA).sessions().holds()).hasSize(2);
    }

    @Test
    void holdOutlivesARestart() {
        allocate(ANNA);
        end(fill(ANNA, START).get(0), Ending.LOG_OUT, START.plusSeconds(60));

        restart();

        assertThat(refused(opening(ANNA, START.plusSeconds(120)).open())).isTrue();
    }

    @Test
    void endedSessionIsNotFoundAndWhatRunsOfItIsTold() {
        allocate(ANNA);
        TestOpening opening = opening(ANNA, START);
        AdmittedSession session = opening.open().session().orElseThrow();
        List<Ending> told = new CopyOnWriteArrayList<>();
        session.started(told::add);

        Optional<SessionRecord> ended = end(session, Ending.ADMINISTRATOR, START.plusSeconds(5));

        assertThat(ended.map(r -> r.session().id())).contains(opening.id());
        assertThat(told).containsExactly(Ending.ADMINISTRATOR);
        assertThat(ledger().admitted(opening.key())).isEmpty();
        assertThat(done(ledger().find(opening.key()))).isEmpty();
        assertThat(records().sessions()).isEmpty();
    }

    @Test
    void sessionEndsOnceAndFreesItsOwnSlotOnly() {
        allocate(ANNA);
        AdmittedSession first = fill(ANNA, START).get(0);

        assertThat(end(first, Ending.WITHDRAWN, START.plusSeconds(1))).isPresent();
        assertThat(end(first, Ending.LOG_OUT, START.plusSeconds(1))).isEmpty();

        LedgerView view = view(ANNA);
        assertThat(view.sessions().sessions()).hasSize(4);
        assertThat(view.sessions().holds()).isEmpty();
        assertThat(done(ledger().end(drawSession(), Ending.LOG_OUT, HOLD_TERMS, START)))
                .isEmpty();
    }

    @Test
    void endingOnesOwnOtherSessionHandsItsSlotOver() {
        allocate(ANNA);
        AdmittedSession other = fill(ANNA, START).get(2);
        List<Ending> told = new CopyOnWriteArrayList<>();
        other.started(told::add);

        Opening.Outcome outcome =
                opening(ANNA, START.plusSeconds(60)).endFirst(other).open();

        assertThat(granted(outcome)).isTrue();
        assertThat(((Verdict.Granted) outcome.verdict()).sessionCount()).isEqualTo(5);
        assertThat(outcome.ended())
                .extracting(e -> e.session().session().id(), Opening.Ended::ending)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(other.session().id(), Ending.OWN_OTHER));
        assertThat(told).containsExactly(Ending.OWN_OTHER);
        LedgerView view = view(ANNA);
        assertThat(view.sessions().sessions()).hasSize(5);
        assertThat(view.sessions().holds()).isEmpty();
    }

    @Test
    void nobodyEndsTheSessionOfSomebodyElse() {
        allocate(ANNA);
        allocate(BERT);
        fill(ANNA, START);
        AdmittedSession berts = open(BERT, START);

        Opening.Outcome outcome =
                opening(ANNA, START.plusSeconds(60)).endFirst(berts).open();

        assertThat(refused(outcome)).isTrue();
        assertThat(berts.ended()).isEmpty();
        assertThat(records().sessions(BERT)).hasSize(1);
    }

    @Test
    void refusedOpeningEndsNothingFirst() {
        allocate(ANNA);
        List<AdmittedSession> five = fill(ANNA, START);
        TestOpening opening = opening(ANNA, START.plusSeconds(60));

        assertThat(refused(opening.endFirst(five.get(0)).stale().open())).isTrue();

        assertThat(five.get(0).ended()).isEmpty();
        assertThat(records().sessions(ANNA)).hasSize(5);
    }

    @Test
    void longestIdleSessionMakesRoomWhereThePolicySaysSo() {
        allocate(ANNA);
        List<AdmittedSession> five = fill(ANNA, START);
        for (int i = 0; i < 5; i++) {
            five.get(i).active(START.plusSeconds(i == 3 ? 1 : 100).toEpochMilli());
        }

        Opening.Outcome sixth =
                opening(ANNA, START.plusSeconds(120)).endLongestIdle().open();

        assertThat(granted(sixth)).isTrue();
        assertThat(sixth.ended()).extracting(Opening.Ended::ending).containsExactly(Ending.DISPLACED);
        assertThat(five.get(3).ended()).contains(Ending.DISPLACED);
        assertThat(view(ANNA).sessions().taken()).isEqualTo(5);
    }

    @Test
    void loweredLimitEndsNobody() {
        allocate(ANNA);
        List<AdmittedSession> five = fill(ANNA, START);

        Opening.Outcome sixth = opening(ANNA, START.plusSeconds(60)).parallel(3).open();

        assertThat(refused(sixth)).isTrue();
        assertThat(five).allMatch(s -> s.ended().isEmpty());
    }

    @Test
    void expiryEndsWhatIsIdleOnceAndHoldsNothing() {
        allocate(ANNA);
        List<AdmittedSession> five = fill(ANNA, START);
        Instant later = START.plus(IDLE).plus(Duration.ofHours(1));
        five.get(4).active(later.minusSeconds(1).toEpochMilli());

        List<SessionRecord> ended = done(ledger().expire(later));

        assertThat(ended)
                .extracting(r -> r.session().id())
                .containsExactlyInAnyOrderElementsOf(
                        five.subList(0, 4).stream().map(s -> s.session().id()).toList());
        assertThat(five.subList(0, 4)).allMatch(s -> s.ended().equals(Optional.of(Ending.IDLE)));
        assertThat(done(ledger().expire(later))).isEmpty();
        assertThat(view(ANNA).sessions().taken()).isEqualTo(1);
    }

    @Test
    void expiryLetsNobodyGoBeforeTheIdleTimeAndPastHoldsGo() {
        allocate(ANNA);
        List<AdmittedSession> five = fill(ANNA, START);
        end(five.get(0), Ending.LOG_OUT, START);

        assertThat(done(ledger().expire(START.plus(IDLE).minusMillis(1)))).isEmpty();

        assertThat(view(ANNA).sessions().sessions()).hasSize(4);
        assertThat(view(ANNA).sessions().at(START.plus(HOLD)).holds()).isEmpty();
    }

    @Test
    void sessionGoesOnAfterARestart() {
        allocate(ANNA);
        TestOpening opening = opening(ANNA, START).through("/sales");
        AdmittedSession before = opening.open().session().orElseThrow();

        restart();

        AdmittedSession after = done(ledger().find(opening.key())).orElseThrow();
        assertThat(after.session()).isEqualTo(before.session());
        assertThat(after.accessType()).isEqualTo(before.accessType());
        assertThat(after.admits(START.plusSeconds(60).toEpochMilli())).isTrue();
        assertThat(ledger().admitted(opening.key())).containsSame(after);
        assertThat(records().sessions()).hasSize(1);
    }

    @Test
    void sessionEndedStaysEndedAfterARestart() {
        allocate(ANNA);
        TestOpening opening = opening(ANNA, START);
        end(opening.open().session().orElseThrow(), Ending.LOG_OUT, START.plusSeconds(1));

        restart();

        assertThat(done(ledger().find(opening.key()))).isEmpty();
        assertThat(records().sessions()).isEmpty();
    }
}
