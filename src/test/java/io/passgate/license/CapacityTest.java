package io.passgate.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Analyzer capacity, figure by figure (domain.md §1.1 and §1.2). */
class CapacityTest {

    @Test
    void unitIsSixMinutes() {
        assertThat(Capacity.UNIT).isEqualTo(Duration.ofMinutes(6));
        assertThat(Capacity.UNIT_MINUTES).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 0, 0, true",
        "1000, 0, 994, true",
        "1000, 0, 995, false",
        "1000, 0, 1000, false",
        "1000, 60, 1000, true",
        "1000, 60, 1054, true",
        "1000, 60, 1055, false",
        "1000, -1, 1000000, true",
        "0, 0, 0, false",
        "0, -1, 0, true",
        "5, 0, 0, false"
    })
    void unitIsStartedOnlyWhereItFitsWholeWithOverageNoneCeilingOrUnlimited(
            int minutes, int overage, long used, boolean expected) {
        assertThat(new Capacity(minutes, overage).hasUnit(used)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T00:00:00Z, 2026-03",
        "2026-02-28T23:59:59.999Z, 2026-02",
        "2026-12-31T23:59:59Z, 2026-12",
        "2027-01-01T00:00:00Z, 2027-01"
    })
    void monthBeginsOnDayOneAtMidnightUtc(Instant at, YearMonth month) {
        assertThat(Capacity.month(at)).isEqualTo(month);
        assertThat(Capacity.month(Capacity.reset(at).minusNanos(1))).isEqualTo(month);
        assertThat(Capacity.month(Capacity.reset(at))).isEqualTo(month.plusMonths(1));
    }

    @Test
    void negativeMinutesAreNoCapacity() {
        assertThatThrownBy(() -> new Capacity(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Capacity(1, -2)).isInstanceOf(IllegalArgumentException.class);
    }
}
