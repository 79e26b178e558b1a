package io.passgate.alerts;

import static io.passgate.alerts.Situations.END;
import static io.passgate.alerts.Situations.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.license.AccessType;
import io.passgate.license.Capacity;
import io.passgate.license.Occupancy;
import io.passgate.license.Occupancy.Seats;
import io.passgate.license.Standing.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each threshold, just below and just above. */
class ConditionsTest {

    private static final Capacity SIXTY = new Capacity(50, 10);

    @Test
    void nothingHoldsWhereAllIsWell() {
        assertThat(Conditions.of(Situations.calm(NOW))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"60, 60", "31, 60", "30, 30", "8, 30", "7, 7", "1, 7"})
    void endOfTheLicenseIsForetoldByTheNearestDate(int daysLeft, long told) {
        assertThat(Conditions.of(Situations.calm(END.minus(Duration.ofDays(daysLeft)))))
                .singleElement()
                .satisfies(condition -> {
                    assertThat(condition.event()).isEqualTo(AlertEvent.EXPIRING);
                    assertThat(condition.subject()).isEqualTo(told + " days before 2027-06-01T00:00:00Z");
                    assertThat(condition.figures()).isEqualTo(Map.of("days", told));
                });
    }

    @Test
    void endThatIsFurtherAwayOrPastIsNot() {
        assertThat(Conditions.of(Situations.calm(END.minus(Duration.ofDays(60)).minusSeconds(1))))
                .isEmpty();
        assertThat(Conditions.of(Situations.calm(END))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"90, 100, false", "91, 100, true", "10, 10, true", "9, 10, false", "12, 10, true", "5, 0, false"})
    void poolIsNearlyFullAboveNinetyPercent(int taken, int total, boolean told) {
        assertThat(Conditions.of(Situations.analyzers(taken, total, NOW)).stream()
                        .map(Condition::event))
                .hasSize(told ? 1 : 0)
                .allMatch(AlertEvent.POOL_NEARLY_FULL::equals);
    }

    @Test
    void whateverTakesASeatFillsThePool() {
        Occupancy occupancy =
                new Occupancy(Map.of(AccessType.USER_ACCESS_PASS, new Seats(10, 4, 2, 1, 3)), Capacity.NONE, 0);

        assertThat(Conditions.of(new Situation(NOW, Situations.license(State.VALID), occupancy, Situations.QUIET)))
                .singleElement()
                .satisfies(condition -> {
                    assertThat(condition.subject()).isEqualTo("user-access-pass");
                    assertThat(condition.figures()).isEqualTo(Map.of("taken", 10L, "total", 10L));
                });
    }

    @ParameterizedTest
    @CsvSource({"30, false", "31, true"})
    void capacityIsForetoldByThePaceOfTheMonthSoFar(long used, boolean told) {
        assertThat(Conditions.of(Situations.minutes(used, SIXTY, NOW)).stream().map(Condition::subject))
                .hasSize(told ? 1 : 0)
                .allMatch("2026-11"::equals);
    }

    @Test
    void firstHoursOfAMonthForetellNothingUnlessAllIsUsed() {
        Instant early = Instant.parse("2026-12-01T23:59:59Z");

        assertThat(Conditions.of(Situations.minutes(54, SIXTY, early))).isEmpty();
        assertThat(Conditions.of(Situations.minutes(60, SIXTY, early)))
                .singleElement()
                .satisfies(condition ->
                        assertThat(condition.summary()).isEqualTo("The analyzer capacity of 2026-12 is used up"));
    }

    @Test
    void capacityWithoutBoundOrWithoutGrantNeverRunsOut() {
        assertThat(Conditions.of(Situations.minutes(9999, new Capacity(50, Capacity.UNLIMITED), NOW)))
                .isEmpty();
        assertThat(Conditions.of(Situations.minutes(0, Capacity.NONE, NOW))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"19, 0, false", "20, 0, true", "20, 960, false", "21, 960, true"})
    void denialsSpikeFromTwentyOnAndAboveThreeTimesTheUsual(long lately, long ofTheDay, boolean told) {
        Situation situation = new Situation(
                NOW, Situations.license(State.VALID), Occupancy.NONE, new Denials.Figures(lately, ofTheDay));

        assertThat(Conditions.of(situation).stream().map(Condition::event))
                .hasSize(told ? 1 : 0)
                .allMatch(AlertEvent.DENIAL_SPIKE::equals);
    }
}
