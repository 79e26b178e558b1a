package io.passgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of single values. */
class KindsTest {

    @ParameterizedTest
    @CsvSource({"250ms,PT0.25S", "10s,PT10S", "5m,PT5M", "12h,PT12H", "5d,PT120H", "90s,PT1M30S"})
    void durationsAreANumberAndAUnit(String text, Duration expected) {
        assertThat(Kinds.DURATION.parse().apply(text)).isEqualTo(expected);
        assertThat(Kinds.DURATION.show().apply(expected)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "m", "5 m", "-5m", "5M", "0s", "1.5h", "1h30m", "367d", "9999999999s"})
    void otherDurationsAreRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Kinds.DURATION.parse().apply(text));
    }

    @Test
    void addressesAreReady() {
        assertThat(Kinds.ADDRESS.parse().apply("0.0.0.0:8443")).isEqualTo(Fixtures.address("0.0.0.0", 8443));
        assertThat(Kinds.ADDRESS.parse().apply("[::1]:0")).isEqualTo(Fixtures.address("::1", 0));
        assertThat(Kinds.ADDRESS.parse().apply("localhost:443").isUnresolved()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8443", ":8443", "localhost", "::1:8443", "[::1]", "[g]:1", "a:65536", "a:-1", "a b:1"})
    void otherAddressesAreRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Kinds.ADDRESS.parse().apply(text));
    }

    @ParameterizedTest
    @CsvSource({"nmae,name", "contct,contact", "key-file,keyFile", "KEYFILE,keyFile", "cotnact,contact"})
    void aMistypedNameFindsTheOneMeant(String written, String meant) {
        assertThat(Nearest.to(written, List.of("name", "contact", "keyFile"))).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"telephone", "x", "kf"})
    void anotherNameFindsNone(String written) {
        assertThat(Nearest.to(written, List.of("name", "contact", "keyFile"))).isEmpty();
    }
}
