package io.passgate.license;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.identity.User;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** When the seat of a withdrawn allocation is free again (domain.md §1.4 and §9). */
class QuarantineTest {

    private static final User ANNA = User.parse("CORP\\anna");
    private static final Instant USED = Instant.parse("2026-01-10T15:30:00Z");

    private static Terms terms(Terms.Form form) {
        return new Terms(
                "1",
                form,
                1,
                Instant.EPOCH,
                Optional.empty(),
                "passgate",
                false,
                Map.of(),
                10,
                Capacity.NONE,
                Optional.empty(),
                May.DEFAULT);
    }

    private static Optional<Instant> until(Quarantine policy, AccessType type, Terms.Form form, Instant now) {
        return policy.until(Allocation.given(ANNA, type, Instant.EPOCH).used(USED), terms(form), now);
    }

    @ParameterizedTest
    @EnumSource(Terms.Form.class)
    void tokenLastUsedOnTenthOfJanuaryIsFreeOnTheEighteenth(Terms.Form form) {
        Instant free = Instant.parse("2026-01-18T00:00:00Z");

        assertThat(until(Quarantine.BY_FAMILY, AccessType.USER_ACCESS_PASS, form, USED))
                .contains(free);
        assertThat(until(Quarantine.BY_FAMILY, AccessType.USER_ACCESS_PASS, form, free.minusMillis(1)))
                .contains(free);
        assertThat(until(Quarantine.BY_FAMILY, AccessType.USER_ACCESS_PASS, form, free))
                .as("not used within the last seven days: released at once")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "BY_FAMILY, PROFESSIONAL, LICENSE_ENABLER_FILE, true",
        "BY_FAMILY, ANALYZER, LICENSE_ENABLER_FILE, true",
        "BY_FAMILY, PROFESSIONAL, SIGNED_KEY, false",
        "BY_FAMILY, ANALYZER, SIGNED_KEY, false",
        "ALWAYS, PROFESSIONAL, SIGNED_KEY, true",
        "ALWAYS, ANALYZER, SIGNED_KEY, true"
    })
    void userBasedTypesAreQuarantinedByLicenseFamily(
            Quarantine policy, AccessType type, Terms.Form form, boolean quarantined) {
        assertThat(until(policy, type, form, USED.plusSeconds(60)).isPresent()).isEqualTo(quarantined);
    }

    @Test
    void allocationThatWasNeverUsedIsReleasedAtOnce() {
        Allocation unused = Allocation.given(ANNA, AccessType.USER_ACCESS_PASS, USED);

        assertThat(Quarantine.ALWAYS.until(unused, terms(Terms.Form.SIGNED_KEY), USED))
                .isEmpty();
    }
}
