package io.passgate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.passgate.admission.LicenseSource;
import io.passgate.admission.LicenseSource.License;
import io.passgate.license.AccessType;
import io.passgate.license.Capacity;
import io.passgate.license.Occupancy;
import io.passgate.license.Occupancy.Seats;
import io.passgate.license.Standing;
import io.passgate.license.Terms;
import io.passgate.license.TestTerms;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the gauges of the license show. */
class LicenseMetricsTest {

    private static final Instant VERIFIED = Instant.ofEpochSecond(1_000_000);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final LicenseMetrics metrics = new LicenseMetrics(registry);

    @Test
    void licenseThatWasNeverVerifiedHasNoAgeAndNoEnd() {
        metrics.watchLicense(() -> new License(LicenseSource.NO_TERMS, Standing.missing("no key")), () -> VERIFIED);

        assertThat(registry.scrape())
                .contains("passgate_license_standing{standing=\"missing\"} 1.0")
                .contains("passgate_license_verified_seconds 0.0")
                .contains("passgate_license_verification_age_seconds NaN")
                .contains("passgate_license_good_until_seconds +Inf")
                .contains("passgate_license_expires_in_seconds +Inf");
    }

    @Test
    void ageAndTimeLeftAreCountedFromTheClock() {
        Terms terms = ending(VERIFIED.plusSeconds(90));
        Standing late = new Standing(Standing.State.LATE, "", Optional.of(VERIFIED), VERIFIED.plusSeconds(5));
        metrics.watchLicense(() -> new License(terms, late), () -> VERIFIED.plusMillis(7500));

        assertThat(registry.scrape())
                .contains("passgate_license_standing{standing=\"late\"} 1.0")
                .contains("passgate_license_standing{standing=\"missing\"} 0.0")
                .contains("passgate_license_verified_seconds 1000000.0")
                .contains("passgate_license_verification_age_seconds 7.5")
                .contains("passgate_license_good_until_seconds 1000005.0")
                .contains("passgate_license_expires_in_seconds 82.5");
    }

    @Test
    void seatsAreToldByTypeAndKind() {
        metrics.watchOccupancy(() -> new Occupancy(
                Map.of(
                        AccessType.ANALYZER,
                        new Seats(10, 4, 3, 2, 0),
                        AccessType.USER_ACCESS_PASS,
                        new Seats(5, 0, 0, 0, 1)),
                new Capacity(60, 6),
                24));

        assertThat(registry.scrape())
                .contains("passgate_license_seats{type=\"analyzer\"} 10.0")
                .contains("passgate_license_seats{type=\"professional\"} 0.0")
                .contains("passgate_license_seats_taken{kind=\"allocated\",type=\"analyzer\"} 4.0")
                .contains("passgate_license_seats_taken{kind=\"quarantined\",type=\"analyzer\"} 3.0")
                .contains("passgate_license_seats_taken{kind=\"excess\",type=\"analyzer\"} 2.0")
                .contains("passgate_license_seats_taken{kind=\"login-groups\",type=\"user-access-pass\"} 1.0")
                .contains("passgate_license_capacity_seconds 3960.0")
                .contains("passgate_license_capacity_used_seconds 1440.0")
                .contains("passgate_license_capacity_left_seconds 2520.0");
    }

    @Test
    void overageWithoutBoundLeavesTimeWithoutEnd() {
        metrics.watchOccupancy(() -> new Occupancy(Map.of(), new Capacity(60, Capacity.UNLIMITED), 240));

        assertThat(registry.scrape())
                .contains("passgate_license_capacity_seconds +Inf")
                .contains("passgate_license_capacity_left_seconds +Inf");
    }

    private static Terms ending(Instant end) {
        return TestTerms.holding(TestTerms.of(0, 0, 0), Instant.EPOCH, Optional.of(end), false);
    }
}
