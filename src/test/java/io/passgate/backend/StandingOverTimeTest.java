package io.passgate.backend;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.passgate.backend.PlayedBackend.DEFINITION;
import static io.passgate.backend.PlayedBackend.right;
import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.admission.LicenseSource.License;
import io.passgate.contract.Definition;
import io.passgate.license.Standing.State;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Five days on moved time (design.md §5, domain.md §4.4). */
@Timeout(60)
class StandingOverTimeTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static PlayedBackend backend;

    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    private Site site;
    private SignedKeyLicense license;

    @BeforeAll
    static void play() throws Exception {
        backend = new PlayedBackend(shared);
    }

    @AfterAll
    static void stop() {
        backend.close();
    }

    @BeforeEach
    void begin() throws Exception {
        site = new Site(directory, backend);
        backend.playsRight(site.clock, DEFINITION);
        license = site.started(backend);
        license.step();
        assertThat(state()).isEqualTo(State.VALID);
        fails();
    }

    @AfterEach
    void end() {
        site.close();
    }

    private void fails() {
        backend.plays(asked -> aResponse().withStatus(500));
    }

    private State state() {
        return site.state(license);
    }

    private void at(Duration sinceVerified) {
        site.clock.set(Site.BEGIN.plus(sinceVerified));
        license.step();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void validLateWarningStaleAndBackToValidByItselfWhetherOrNotRestartedOnEachDay(boolean restarted) {
        for (State expected : List.of(State.VALID, State.LATE, State.LATE, State.WARNING, State.WARNING, State.STALE)) {
            assertThat(state()).as("at " + site.clock.instant()).isEqualTo(expected);
            site.clock.move(DAY);
            if (restarted) {
                license.close();
                license = site.started(backend);
            }
            license.step();
        }
        assertThat(state()).isEqualTo(State.STALE);
        assertThat(license.status(site.clock.instant()).lastError()).contains("(500)");

        backend.playsRight(site.clock, DEFINITION);
        site.clock.move(Duration.ofMinutes(16));
        license.step();

        assertThat(state()).as("the longest back-off is over").isEqualTo(State.VALID);
        assertThat(site.changes.get(site.changes.size() - 1).after().standing().state())
                .isEqualTo(State.VALID);
    }

    @Test
    void eachChangeIsToldOnce() {
        for (int hour = 0; hour <= 132; hour += 6) {
            at(Duration.ofHours(hour));
            license.step();
        }

        assertThat(site.changes)
                .extracting(change -> change.after().standing().state())
                .containsExactly(State.VALID, State.LATE, State.WARNING, State.STALE);
    }

    @Test
    void theBoundsAreTheSecond() {
        at(DAY.minusMillis(1));
        assertThat(state()).isEqualTo(State.VALID);
        at(DAY);
        assertThat(state()).isEqualTo(State.LATE);
        at(DAY.multipliedBy(3).minusMillis(1));
        assertThat(state()).isEqualTo(State.LATE);
        at(DAY.multipliedBy(3));
        assertThat(state()).isEqualTo(State.WARNING);
        at(DAY.multipliedBy(5).minusMillis(1));
        assertThat(state()).isEqualTo(State.WARNING);
        assertThat(license.current(site.clock.instant()).standing().goodUntil())
                .isEqualTo(Site.BEGIN.plus(DAY.multipliedBy(5)));
        at(DAY.multipliedBy(5));
        assertThat(state()).isEqualTo(State.STALE);
    }

    @Test
    void aRestartAtFiveDaysDoesNotReviveNotEvenForAMoment() {
        site.clock.set(Site.BEGIN.plus(DAY.multipliedBy(5)));

        assertThat(site.state(site.started(backend)))
                .as("before anybody was asked")
                .isEqualTo(State.STALE);
    }

    @Test
    void aRestartAfterAJumpAsksAtOnceAndIsValid() {
        license.close();
        site.clock.set(Site.BEGIN.plus(DAY.multipliedBy(6)));
        backend.playsRight(site.clock, DEFINITION);
        license = site.started(backend);

        license.step();

        assertThat(state()).isEqualTo(State.VALID);
    }

    @Test
    void aJumpOfTimeLetsTheBackendBeTriedBeforeStaleIsDeclared() {
        site.clock.set(Site.BEGIN.plus(DAY.multipliedBy(6)));
        License jumped = license.current(site.clock.instant());

        assertThat(jumped.standing().state()).isEqualTo(State.WARNING);
        assertThat(jumped.standing().detail()).contains("is being tried");
        assertThat(jumped.standing().goodUntil()).isEqualTo(site.clock.instant().plus(Duration.ofMinutes(1)));

        backend.playsRight(site.clock, DEFINITION);
        license.step();

        assertThat(state()).as("nobody was locked out").isEqualTo(State.VALID);
        assertThat(site.changes).extracting(c -> c.after().standing().state()).doesNotContain(State.STALE);
    }

    @Test
    void afterAJumpOneFailedTryIsEnoughToBeStale() {
        site.clock.set(Site.BEGIN.plus(DAY.multipliedBy(6)));
        assertThat(state()).isEqualTo(State.WARNING);
        int asked = backend.asked.get();

        license.step();

        assertThat(backend.asked).hasValue(asked + 1);
        assertThat(state()).isEqualTo(State.STALE);
    }

    @Test
    void theGraceAfterAJumpEndsByItselfWhenNobodyTries() {
        site.clock.set(Site.BEGIN.plus(DAY.multipliedBy(6)));
        assertThat(state()).isEqualTo(State.WARNING);
        site.clock.move(Duration.ofMillis(59_999));
        assertThat(state()).isEqualTo(State.WARNING);
        site.clock.move(Duration.ofMillis(1));

        assertThat(state()).isEqualTo(State.STALE);
        site.clock.move(Duration.ofSeconds(1));
        assertThat(state()).as("and there is no second grace").isEqualTo(State.STALE);
    }

    @Test
    void aClockSetBackRevivesNothingAndIsTold() {
        at(DAY.multipliedBy(5));
        assertThat(state()).isEqualTo(State.STALE);

        site.clock.set(Site.BEGIN.plusSeconds(1));

        assertThat(state()).isEqualTo(State.STALE);
        assertThat(license.status(site.clock.instant()).notes())
                .anyMatch(note -> note.contains("was seen before: the license stands as of then"));
        license.close();
        assertThat(site.state(site.started(backend))).as("after a restart").isEqualTo(State.STALE);
    }

    @Test
    void aClockSetForwardByMistakeAndBackRecoversByTheNextVerification() {
        at(DAY.multipliedBy(9));
        assertThat(state()).isEqualTo(State.STALE);
        site.clock.set(Site.BEGIN.plusSeconds(60));
        backend.playsRight(site.clock, DEFINITION);

        license.step();

        assertThat(state())
                .as("the set-back clock does not hold up the next try")
                .isEqualTo(State.VALID);
        assertThat(license.status(site.clock.instant()).notes()).noneMatch(note -> note.contains("was seen before"));
        license.close();
        SignedKeyLicense again = site.started(backend);
        assertThat(site.state(again)).as("the mistaken time is not kept").isEqualTo(State.VALID);
    }

    @Test
    void aClockSetForwardByMistakeAndBackOverARestartRecoversByTheNextVerification() {
        at(DAY.multipliedBy(9));
        license.close();
        site.clock.set(Site.BEGIN.plusSeconds(60));

        license = site.started(backend);
        assertThat(state()).isEqualTo(State.STALE);
        assertThat(license.status(site.clock.instant()).notes())
                .anyMatch(note -> note.contains("was seen before: the license stands as of then"));
        backend.playsRight(site.clock, DEFINITION);
        license.step();

        assertThat(state()).isEqualTo(State.VALID);
        assertThat(license.status(site.clock.instant()).notes()).noneMatch(note -> note.contains("was seen before"));
    }

    @Test
    void aClockSetForwardByMistakeAndBackRecoversByTheNextSyncAlone() {
        site.clock.set(Site.BEGIN.plus(DAY.multipliedBy(2)));
        assertThat(state()).isEqualTo(State.LATE);
        site.clock.set(Site.BEGIN.plus(Duration.ofMinutes(11)));
        assertThat(state()).as("as of the highest time").isEqualTo(State.LATE);
        int asked = backend.asked.get();

        license.step();

        assertThat(backend.asked).as("the definition is not due").hasValue(asked);
        assertThat(state()).isEqualTo(State.VALID);
        license.close();
        assertThat(site.state(site.started(backend))).as("after a restart").isEqualTo(State.VALID);
    }

    @Test
    void aWrongClockIsToldAndAsksAgain() {
        Instant real = Site.BEGIN;
        backend.playsSigned(asked -> right(asked, () -> real, DEFINITION));

        at(DAY.multipliedBy(9));

        assertThat(state()).isEqualTo(State.STALE);
        assertThat(license.status(site.clock.instant()).lastError()).contains("set the clock");
    }

    @Test
    void aLicenseEndsAtItsEndWithoutGraceEvenThoughVerified() {
        Instant end = Site.BEGIN.plus(DAY.multipliedBy(2));
        Definition ending = new Definition(
                8,
                DEFINITION.validFrom(),
                Optional.of(end),
                Definition.PRODUCT,
                false,
                DEFINITION.allotments(),
                0,
                Optional.empty(),
                DEFINITION.may());
        backend.playsRight(site.clock, ending);
        license.verify();
        assertThat(license.current(site.clock.instant()).standing().goodUntil()).isEqualTo(end);

        site.clock.set(end.minusMillis(1));
        assertThat(state()).isEqualTo(State.LATE);
        site.clock.set(end);
        assertThat(state()).isEqualTo(State.EXPIRED);
    }

    @Test
    void aLicenseThatBeginsLaterBeginsByItself() {
        Instant begin = Site.BEGIN.plus(Duration.ofHours(3));
        backend.playsRight(
                site.clock,
                new Definition(
                        8,
                        begin,
                        Optional.empty(),
                        Definition.PRODUCT,
                        false,
                        DEFINITION.allotments(),
                        0,
                        Optional.empty(),
                        DEFINITION.may()));
        license.verify();
        assertThat(state()).isEqualTo(State.REFUSED);
        assertThat(site.detail(license)).contains("valid from " + begin);

        site.clock.set(begin);
        assertThat(state()).isEqualTo(State.VALID);
    }

    @Test
    void aFailureIsTriedAgainSoonThenLessAndLessOften() {
        Instant failedAt = Site.BEGIN.plus(DAY);
        site.clock.set(failedAt);
        for (int seconds : List.of(30, 60, 120, 240, 480, 900, 900, 900)) {
            int before = backend.asked.get();
            license.step();
            Instant now = site.clock.instant();
            Instant next = license.status(now).nextVerification().orElseThrow();

            assertThat(backend.asked).hasValue(before + 1);
            assertThat(next).isBetween(now.plusMillis(seconds * 500L), now.plusSeconds(seconds));
            site.clock.set(next.minusMillis(1));
            license.step();
            assertThat(backend.asked).as("not before it is due").hasValue(before + 1);
            site.clock.set(next);
        }
    }

    @Test
    void aVerifiedLicenseIsAskedAboutAgainBeforeItIsLate() {
        backend.playsRight(site.clock, DEFINITION);
        for (int hour = 0; hour < 24 * 12; hour++) {
            site.clock.move(Duration.ofHours(1).minusSeconds(1));
            license.step();
        }

        assertThat(site.changes)
                .extracting(change -> change.after().standing().state())
                .containsExactly(State.VALID);
    }
}
