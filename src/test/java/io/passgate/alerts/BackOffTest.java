package io.passgate.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackOffTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1, 5000",
        "1, 0, 2500",
        "2, 1, 10000",
        "6, 1, 160000",
        "7, 1, 300000",
        "99, 1, 300000",
        "99, 0, 150000"
    })
    void waitDoublesUpToABoundAndHalfOfItIsChance(int failures, double chance, long millis) {
        assertThat(BackOff.DEFAULT.after(failures, chance)).isEqualTo(Duration.ofMillis(millis));
    }
}
