package io.passgate.alerts;

import static io.passgate.alerts.Situations.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.alerts.Denials.Figures;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A counter looked at every minute, on moved time. */
class DenialsTest {

    private final Denials denials = new Denials();

    @Test
    void whatWasBeforeTheFirstLookCountsAsNothing() {
        assertThat(denials.look(1000, NOW)).isEqualTo(new Figures(0, 0));
    }

    @Test
    void tenMinutesAreHeldAgainstTheDayBefore() {
        LongStream.rangeClosed(0, 2 * 24 * 60)
                .forEach(minute -> denials.look(minute, NOW.plus(Duration.ofMinutes(minute))));

        Figures figures =
                denials.look(2 * 24 * 60 + 31, NOW.plus(Duration.ofDays(2)).plus(Duration.ofMinutes(1)));

        assertThat(figures).isEqualTo(new Figures(40, 1440));
        assertThat(figures.usual()).isEqualTo(10);
        assertThat(figures.spike()).isTrue();
    }

    @Test
    void spikeIsOverWhenItsTenMinutesAre() {
        denials.look(0, NOW);
        assertThat(denials.look(50, NOW.plus(Duration.ofMinutes(1))).spike()).isTrue();
        assertThat(denials.look(50, NOW.plus(Duration.ofMinutes(9))).spike()).isTrue();
        assertThat(denials.look(50, NOW.plus(Duration.ofMinutes(11))).spike()).isFalse();
    }
}
