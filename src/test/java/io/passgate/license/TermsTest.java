package io.passgate.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the license grants, and how much of it is left (domain.md §1). */
class TermsTest {

    private static Terms terms(Map<AccessType, Integer> seats) {
        return TestTerms.of(seats, 0);
    }

    @Test
    void typeTheTermsDoNotNameHasNoSeats() {
        Terms terms = terms(Map.of(AccessType.ANALYZER, 7));

        assertThat(terms.seats(AccessType.ANALYZER)).isEqualTo(7);
        assertThat(terms.seats(AccessType.PROFESSIONAL)).isZero();
    }

    @Test
    void seatsAreCopied() {
        Map<AccessType, Integer> seats = new EnumMap<>(Map.of(AccessType.ANALYZER, 7));
        Terms terms = terms(seats);

        seats.put(AccessType.ANALYZER, 700);

        assertThat(terms.seats(AccessType.ANALYZER)).isEqualTo(7);
    }

    @Test
    void fewerThanNothingIsRefused() {
        assertThatThrownBy(() -> terms(Map.of(AccessType.ANALYZER, -1))).hasMessageContaining("analyzer");
        assertThatThrownBy(() -> new May(0, 5, false, Optional.empty())).hasMessageContaining("parallel");
        assertThatThrownBy(() -> new May(5, -1, false, Optional.empty())).hasMessageContaining("exempt");
    }

    @Test
    void licenseThatSaysNothingLetsFiveSessionsRun() {
        assertThat(May.DEFAULT).isEqualTo(new May(5, 5, false, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"10,0,10", "10,9,1", "10,10,0", "10,12,0", "0,0,0"})
    void poolNeverHasLessThanNothingLeft(int total, int allocated, int available) {
        assertThat(new Pool(AccessType.ANALYZER, total, allocated).available()).isEqualTo(available);
    }

    @Test
    void accessTypesAreTriedInTheOrderOfTheirWorth() {
        assertThat(AccessType.values())
                .as("domain.md §3, proposed order")
                .startsWith(
                        AccessType.PROFESSIONAL,
                        AccessType.ANALYZER,
                        AccessType.USER_ACCESS_PASS,
                        AccessType.LOGIN_ACCESS_PASS,
                        AccessType.ANALYZER_CAPACITY);
    }

    @Test
    void accessTypeIsFoundByItsKey() {
        for (AccessType type : AccessType.values()) {
            assertThat(AccessType.of(type.key())).contains(type);
        }
        assertThat(AccessType.USER_ACCESS_PASS.key()).isEqualTo("user-access-pass");
        assertThat(AccessType.USER_ACCESS_PASS.words()).isEqualTo("user access pass");
        assertThat(AccessType.of("Professional")).isEmpty();
    }
}
