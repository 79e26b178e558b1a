package io.passgate.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.identity.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The slots of one user: parallel limit, hold and idle time (domain.md §2, design.md §3). */
class UserSessionsTest {

    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final Duration HOLD = Duration.ofMinutes(5);
    private static final User ANNA = User.parse("CORP\\anna");

    private static Session session(int n, Instant lastSeen) {
        return new Session(
                id(n),
                ANNA,
                "/",
                NOW.minusSeconds(100 - n),
                lastSeen,
                IDLE,
                "192.0.2.7",
                "Browser/1",
                Optional.empty());
    }

    private static SessionId id(int n) {
        return new SessionId("session-" + n);
    }

    private static UserSessions of(int sessions) {
        return new UserSessions(
                IntStream.range(0, sessions).mapToObj(i -> session(i, NOW)).toList(), List.of());
    }

    @ParameterizedTest
    @EnumSource(
            value = Ending.class,
            names = {"LOG_OUT", "USER_SWITCH", "ADMINISTRATOR"})
    void endingByAPersonAtTheMaximumKeepsTheSlotFiveMinutes(Ending ending) {
        UserSessions after = of(5).ended(id(2), ending, 5, HOLD, NOW);

        assertThat(after.sessions()).hasSize(4);
        assertThat(after.holds()).containsExactly(new Hold(NOW.plus(HOLD)));
        assertThat(after.taken()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource(
            value = Ending.class,
            names = {"IDLE", "WITHDRAWN", "LICENSE", "REMOVED"})
    void endingWithoutThePersonFreesTheSlotAtOnce(Ending ending) {
        UserSessions after = of(5).ended(id(2), ending, 5, HOLD, NOW);

        assertThat(after.holds()).isEmpty();
        assertThat(after.taken()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(
            value = Ending.class,
            names = {"OWN_OTHER", "DISPLACED"})
    void endingThatHandsOverHoldsNothing(Ending ending) {
        assertThat(of(5).ended(id(2), ending, 5, HOLD, NOW).holds()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Ending.class)
    void everyEndingSaysWhatBecomesOfTheSlot(Ending ending) {
        boolean held = !of(5).ended(id(0), ending, 5, HOLD, NOW).holds().isEmpty();

        assertThat(held).isEqualTo(ending.slot() == Ending.Slot.HELD_AT_MAXIMUM);
    }

    @Test
    void endingBelowTheMaximumHoldsNothing() {
        assertThat(of(4).ended(id(2), Ending.LOG_OUT, 5, HOLD, NOW).holds()).isEmpty();
    }

    @Test
    void holdsCountTowardsTheMaximum() {
        UserSessions four = new UserSessions(of(4).sessions(), List.of(new Hold(NOW.plusSeconds(1))));

        assertThat(four.ended(id(0), Ending.LOG_OUT, 5, HOLD, NOW).holds())
                .containsExactly(new Hold(NOW.plusSeconds(1)), new Hold(NOW.plus(HOLD)));
    }

    @Test
    void whatIsOverAtTheMomentOfEndingDoesNotCountTowardsTheMaximum() {
        UserSessions pastHold = new UserSessions(of(4).sessions(), List.of(new Hold(NOW)));
        UserSessions oneIdle = of(4).opened(session(9, NOW.minus(IDLE)));

        assertThat(pastHold.ended(id(0), Ending.LOG_OUT, 5, HOLD, NOW).holds()).isEmpty();
        assertThat(oneIdle.ended(id(0), Ending.LOG_OUT, 5, HOLD, NOW).holds()).isEmpty();
    }

    @Test
    void sessionThatWasIdleTooLongIsNotHeldWhenItIsEnded() {
        UserSessions five = of(4).opened(session(9, NOW.minus(IDLE)));

        assertThat(five.ended(id(9), Ending.ADMINISTRATOR, 5, HOLD, NOW)).isEqualTo(of(4));
    }

    @Test
    void endingAboveALoweredLimitHoldsToo() {
        UserSessions after = of(5).ended(id(0), Ending.LOG_OUT, 3, HOLD, NOW);

        assertThat(after.taken()).isEqualTo(5);
    }

    @Test
    void holdOfNoTimeIsNoHold() {
        assertThat(of(5).ended(id(0), Ending.LOG_OUT, 5, Duration.ZERO, NOW).taken())
                .isEqualTo(4);
    }

    @Test
    void endingTwiceFreesOneSlot() {
        UserSessions once = of(5).ended(id(2), Ending.WITHDRAWN, 5, HOLD, NOW);

        assertThat(once.ended(id(2), Ending.LOG_OUT, 5, HOLD, NOW)).isEqualTo(once);
    }

    @Test
    void holdIsOverAtItsEndAndNotBefore() {
        UserSessions held = new UserSessions(List.of(), List.of(new Hold(NOW.plus(HOLD))));

        assertThat(held.at(NOW.plus(HOLD).minusMillis(1)).taken()).isEqualTo(1);
        assertThat(held.at(NOW.plus(HOLD)).taken()).isZero();
    }

    @Test
    void sessionIsIdleAtTheEndOfItsIdleTimeAndNotBefore() {
        UserSessions one = of(1);

        assertThat(one.at(NOW.plus(IDLE).minusMillis(1)).taken()).isEqualTo(1);
        assertThat(one.at(NOW.plus(IDLE)).taken()).isZero();
        assertThat(session(0, NOW).idleUntil()).isEqualTo(NOW.plus(IDLE));
    }

    @Test
    void activityMovesTheIdleTimeForwardOnly() {
        Session session = session(0, NOW);

        assertThat(session.seen(NOW.plusSeconds(60)).idleUntil())
                .isEqualTo(NOW.plusSeconds(60).plus(IDLE));
        assertThat(session.seen(NOW.minusSeconds(60))).isEqualTo(session);
    }

    @Test
    void sessionsStandInOrderOfOpening() {
        UserSessions mixed = new UserSessions(List.of(session(3, NOW), session(1, NOW), session(2, NOW)), List.of());

        assertThat(mixed.sessions()).extracting(Session::id).containsExactly(id(1), id(2), id(3));
        assertThat(mixed)
                .isEqualTo(UserSessions.NONE
                        .opened(session(2, NOW))
                        .opened(session(1, NOW))
                        .opened(session(3, NOW)));
    }

    @Test
    void longestIdleIsTheOneSeenLeastRecently() {
        UserSessions three = new UserSessions(
                List.of(session(0, NOW), session(1, NOW.minusSeconds(60)), session(2, NOW.minusSeconds(30))),
                List.of());

        assertThat(three.longestIdle().map(Session::id)).contains(id(1));
        assertThat(UserSessions.NONE.longestIdle()).isEmpty();
    }

    @Test
    void nextSlotFreesWhenTheFirstHoldOrIdleTimeIsOver() {
        UserSessions four = new UserSessions(
                List.of(session(0, NOW), session(1, NOW), session(2, NOW), session(3, NOW.minusSeconds(60))),
                List.of(new Hold(NOW.plusSeconds(200))));

        assertThat(four.nextFree(5)).contains(NOW.plusSeconds(200));
        assertThat(of(5).nextFree(5)).contains(NOW.plus(IDLE));
        assertThat(of(4).nextFree(5)).isEmpty();
    }

    @Test
    void aboveALoweredLimitSeveralSlotsMustFreeFirst() {
        UserSessions five = new UserSessions(
                IntStream.range(0, 5)
                        .mapToObj(i -> session(i, NOW.plusSeconds(i)))
                        .toList(),
                List.of());

        assertThat(five.nextFree(3)).contains(NOW.plusSeconds(2).plus(IDLE));
    }
}
