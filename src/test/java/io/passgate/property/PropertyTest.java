package io.passgate.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PropertyTest {

    @Test
    void failureNamesTheSeedThatRepeatsIt() {
        assertThatThrownBy(() -> Property.forAll(
                        1000, chance -> assertThat(chance.between(0, 9)).isNotEqualTo(7)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("-Dpassgate.seed=");
    }

    @Test
    void sameSeedDrawsTheSameCase() {
        assertThat(draw(new Chance(42))).isEqualTo(draw(new Chance(42))).isNotEqualTo(draw(new Chance(43)));
    }

    @Test
    void shuffledKeepsEveryElement() {
        List<Integer> all = List.of(1, 2, 3, 4, 5);
        Property.forAll(100, chance -> assertThat(chance.shuffled(all)).containsExactlyInAnyOrderElementsOf(all));
    }

    private static List<Object> draw(Chance chance) {
        List<Object> drawn = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            drawn.add(chance.between(0, 1000));
            drawn.add(chance.text(10));
            drawn.add(chance.upTo(Duration.ofHours(1)));
            drawn.add(chance.oneOf("a", "b", "c"));
        }
        return drawn;
    }
}
