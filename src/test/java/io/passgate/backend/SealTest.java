package io.passgate.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The seal of a site holds over what it was put on, and nothing else. */
class SealTest {
    private final Seal seal = new Seal(new byte[32]);

    @Test
    void aSealHoldsUnderNoOtherKeyNameOrContent() {
        String over = seal.over("a.json", "{}");
        byte[] other = new byte[32];
        other[31] = 1;

        assertThat(seal.holds(over, "a.json", "{}")).isTrue();
        assertThat(new Seal(other).holds(over, "a.json", "{}")).isFalse();
        assertThat(seal.holds(over, "b.json", "{}")).isFalse();
        assertThat(seal.holds(over, "a.json", "{ }")).isFalse();
        for (String none : List.of("", "~", over.substring(1), over + "=")) {
            assertThat(seal.holds(none, "a.json", "{}")).as(none).isFalse();
        }
    }
}
