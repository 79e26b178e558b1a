package io.passgate.license;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.license.Standing.State;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the site may do, by the age of the last verification (domain.md §4.4, design.md §5). */
class StandingTest {

    private static final Instant VERIFIED = Instant.parse("2026-03-02T08:00:00Z");

    private static Terms terms(Instant from, Optional<Instant> to, boolean denyListed) {
        return TestTerms.holding(TestTerms.of(Map.of(), 0), from, to, denyListed);
    }

    private static final Terms ENDLESS = terms(VERIFIED.minusSeconds(1), Optional.empty(), false);

    @ParameterizedTest
    @CsvSource({
        "PT0S,VALID",
        "PT23H59M59.999S,VALID",
        "PT24H,LATE",
        "PT71H59M59.999S,LATE",
        "PT72H,WARNING",
        "PT119H59M59.999S,WARNING",
        "PT120H,STALE",
        "PT9999H,STALE"
    })
    void ageOfTheLastVerificationSaysHowItStands(Duration age, State expected) {
        Instant now = VERIFIED.plus(age);

        Standing standing = Standing.of(ENDLESS, Verification.both(VERIFIED), now);

        assertThat(standing.state()).isEqualTo(expected);
        assertThat(standing.verified()).contains(VERIFIED);
        assertThat(standing.admits(now)).isEqualTo(expected != State.STALE);
    }

    @Test
    void termsThatNobodyVerifiesOnlyStartAndEnd() {
        Instant end = VERIFIED.plus(Duration.ofDays(90));
        Terms ending = terms(VERIFIED, Optional.of(end), false);

        assertThat(Standing.unverified(ending, VERIFIED.minusMillis(1)).state()).isEqualTo(State.REFUSED);
        assertThat(Standing.unverified(ending, VERIFIED).state()).isEqualTo(State.VALID);
        assertThat(Standing.unverified(ending, VERIFIED).goodUntil()).isEqualTo(end);
        assertThat(Standing.unverified(ending, end.minusMillis(1)).state()).isEqualTo(State.VALID);
        assertThat(Standing.unverified(ending, end).state()).isEqualTo(State.EXPIRED);
        assertThat(Standing.unverified(ENDLESS, end.plus(Duration.ofDays(9999))).admits(end))
                .isTrue();
        assertThat(Standing.unverified(terms(VERIFIED, Optional.empty(), true), VERIFIED)
                        .state())
                .as("on the deny list")
                .isEqualTo(State.REFUSED);
        assertThat(Standing.unverified(ENDLESS, VERIFIED).verified()).isEmpty();
    }

    @Test
    void verificationFromTheFutureIsNoReasonToRefuse() {
        assertThat(Standing.of(ENDLESS, Verification.both(VERIFIED), VERIFIED.minusSeconds(1))
                        .state())
                .isEqualTo(State.VALID);
    }

    @Test
    void nobodyIsLetInOnAnOldStandingAfterFiveDays() {
        Standing standing = Standing.of(ENDLESS, Verification.both(VERIFIED), VERIFIED);

        assertThat(standing.goodUntil()).isEqualTo(VERIFIED.plus(Duration.ofDays(5)));
        assertThat(standing.admits(standing.goodUntil().minusMillis(1))).isTrue();
        assertThat(standing.admits(standing.goodUntil())).isFalse();
    }

    @Test
    void endOfTheLicenseComesBeforeItsAge() {
        Instant end = VERIFIED.plus(Duration.ofDays(2));
        Terms ending = terms(VERIFIED, Optional.of(end), false);

        assertThat(Standing.of(ending, Verification.both(VERIFIED), VERIFIED).goodUntil())
                .isEqualTo(end);
        assertThat(Standing.of(ending, Verification.both(VERIFIED), end.minusMillis(1))
                        .state())
                .isEqualTo(State.LATE);
        assertThat(Standing.of(ending, Verification.both(VERIFIED), end).state())
                .isEqualTo(State.EXPIRED);
        assertThat(Standing.of(ending, Verification.both(VERIFIED), VERIFIED.plus(Duration.ofDays(9)))
                        .state())
                .isEqualTo(State.EXPIRED);
    }

    @Test
    void licenseOfTomorrowIsRefusedUntilThen() {
        Instant from = VERIFIED.plusSeconds(60);
        Terms tomorrow = terms(from, Optional.empty(), false);

        Standing before = Standing.of(tomorrow, Verification.both(VERIFIED), from.minusMillis(1));

        assertThat(before.state()).isEqualTo(State.REFUSED);
        assertThat(before.detail()).contains("valid from " + from);
        assertThat(Standing.of(tomorrow, Verification.both(VERIFIED), from).state())
                .isEqualTo(State.VALID);
    }

    @Test
    void denyListedLicenseIsRefusedHoweverFreshItIs() {
        Standing standing = Standing.of(terms(VERIFIED, Optional.empty(), true), Verification.both(VERIFIED), VERIFIED);

        assertThat(standing.state()).isEqualTo(State.REFUSED);
        assertThat(standing.detail()).contains("deny list", "9999000000001234");
        assertThat(standing.verified()).contains(VERIFIED);
    }

    @Test
    void missingAndRefusedSayWhy() {
        assertThat(Standing.missing("no key")).returns(State.MISSING, Standing::state);
        assertThat(Standing.missing("no key").detail()).isEqualTo("no key");
        assertThat(Standing.refused("wrong signature").admits(VERIFIED)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void onlyValidLateAndWarningAdmit(State state) {
        assertThat(state.admits())
                .isEqualTo(EnumSet.of(State.VALID, State.LATE, State.WARNING).contains(state));
    }
}
