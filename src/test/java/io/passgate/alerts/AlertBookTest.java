package io.passgate.alerts;

import static io.passgate.alerts.Situations.END;
import static io.passgate.alerts.Situations.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.license.Standing.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is told and what is not told again, on moved time. */
class AlertBookTest {

    private static final Duration REPEAT = Duration.ofHours(24);

    private final AlertBook book = new AlertBook(REPEAT);

    @Test
    void eachChangeOfTheStandingIsToldOnceUpToTheWayBack() {
        assertThat(changed(State.VALID, hour(0))).isEmpty();
        assertThat(changed(State.LATE, hour(24))).containsExactly("late");
        assertThat(changed(State.LATE, hour(25))).isEmpty();
        assertThat(changed(State.WARNING, hour(72))).containsExactly("warning");
        assertThat(changed(State.STALE, hour(120))).containsExactly("stale");
        assertThat(changed(State.VALID, hour(121))).containsExactly("valid");
        assertThat(changed(State.VALID, hour(122))).isEmpty();
        assertThat(changed(State.LATE, hour(145))).containsExactly("late");
    }

    @Test
    void standingThatLastsIsToldAgainOnlyAfterTheSetTime() {
        changed(State.STALE, hour(0));

        assertThat(look(Situations.standing(State.STALE, hour(0)))).isEmpty();
        assertThat(look(Situations.standing(State.STALE, hour(23)))).isEmpty();
        assertThat(look(Situations.standing(State.STALE, hour(24)))).containsExactly("stale again");
        assertThat(look(Situations.standing(State.STALE, hour(25)))).isEmpty();
        assertThat(look(Situations.standing(State.STALE, hour(48)))).containsExactly("stale again");
    }

    @Test
    void lookThatIsAheadOfTheChangeDoesNotTellItTwice() {
        changed(State.VALID, hour(0));
        assertThat(look(Situations.standing(State.LATE, hour(24)))).isEmpty();
        assertThat(changed(State.LATE, hour(24))).containsExactly("late");
        assertThat(look(Situations.standing(State.LATE, hour(24)))).isEmpty();
    }

    @Test
    void gateThatStartsWithoutALicenseTellsItThoughNothingChanged() {
        assertThat(look(Situations.standing(State.MISSING, hour(0)))).containsExactly("missing");
        assertThat(look(Situations.standing(State.MISSING, hour(1)))).isEmpty();
        assertThat(changed(State.VALID, hour(2))).containsExactly("valid");
    }

    @Test
    void gateThatStartsWithAStaleLicenseTellsItAndTheWayBack() {
        assertThat(changed(State.STALE, hour(0))).containsExactly("stale");
        assertThat(changed(State.VALID, hour(1))).containsExactly("valid");
    }

    @Test
    void conditionThatLastsIsToldAgainOnlyAfterTheSetTime() {
        List<String> told = IntStream.range(0, 60)
                .mapToObj(hour -> look(Situations.analyzers(95, 100, hour(hour))))
                .flatMap(List::stream)
                .toList();

        assertThat(told).containsExactly("pool-nearly-full", "pool-nearly-full again", "pool-nearly-full again");
    }

    @Test
    void conditionThatComesAndGoesIsToldOnceWithinTheSetTime() {
        List<String> told = IntStream.range(0, 24)
                .mapToObj(hour -> look(Situations.analyzers(90 + hour % 2, 100, hour(hour))))
                .flatMap(List::stream)
                .toList();

        assertThat(told).containsExactly("pool-nearly-full");
    }

    @Test
    void conditionThatCameBackLongAfterIsNews() {
        look(Situations.analyzers(95, 100, hour(0)));
        look(Situations.calm(hour(24)));

        assertThat(look(Situations.analyzers(95, 100, hour(25)))).containsExactly("pool-nearly-full");
    }

    @Test
    void endOfTheLicenseIsToldThreeTimesAltogether() {
        Instant begin = END.minus(Duration.ofDays(90));

        List<String> told = IntStream.range(0, 90 * 24)
                .mapToObj(hour -> book.look(Situations.calm(begin.plus(Duration.ofHours(hour)))))
                .flatMap(List::stream)
                .map(due -> due.condition().figures().get("days") + (due.repeated() ? " again" : ""))
                .toList();

        assertThat(told).containsExactly("60", "30", "7");
    }

    private static Instant hour(int hour) {
        return NOW.plus(Duration.ofHours(hour));
    }

    private List<String> changed(State to, Instant now) {
        return book.changed(Situations.standing(to), now).stream()
                .map(AlertBookTest::words)
                .toList();
    }

    private List<String> look(Situation situation) {
        return book.look(situation).stream().map(AlertBookTest::words).toList();
    }

    private static String words(AlertBook.Due due) {
        return due.condition().event().word() + (due.repeated() ? " again" : "");
    }
}
