package io.passgate.license;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.identity.User;
import io.passgate.license.Occupancy.Seats;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OccupancyTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final Terms TERMS = new Terms(
            "1",
            Terms.Form.SIGNED_KEY,
            1,
            Instant.EPOCH,
            Optional.empty(),
            "",
            false,
            Map.of(AccessType.ANALYZER, 10),
            7,
            new Capacity(60, 0),
            Optional.of(NOW.plus(Duration.ofDays(1))),
            May.DEFAULT);

    @Test
    void seatsAreCountedByWhatTakesThem() {
        Occupancy occupancy = Occupancy.of(
                TERMS,
                List.of(
                        analyzer("a"),
                        analyzer("b"),
                        analyzer("c").as(Allocation.State.EXCESS),
                        analyzer("d").quarantined(NOW.plusSeconds(1))),
                List.of(new LoginGroup("guests", 2, 25)),
                12,
                NOW);

        assertThat(occupancy.seats(AccessType.ANALYZER)).isEqualTo(new Seats(10, 2, 1, 1, 0));
        assertThat(occupancy.seats(AccessType.ANALYZER).taken()).isEqualTo(4);
        assertThat(occupancy.seats(AccessType.USER_ACCESS_PASS)).isEqualTo(new Seats(7, 0, 0, 0, 3));
        assertThat(occupancy.seats(AccessType.PROFESSIONAL)).isEqualTo(new Seats(0, 0, 0, 0, 0));
        assertThat(occupancy.minutesUsed()).isEqualTo(12);
    }

    @Test
    void seatWhoseQuarantineIsOverIsFree() {
        Occupancy occupancy = Occupancy.of(TERMS, List.of(analyzer("d").quarantined(NOW)), List.of(), 0, NOW);

        assertThat(occupancy.seats(AccessType.ANALYZER).taken()).isZero();
    }

    @Test
    void tokensAreGoneAfterTheConversionDate() {
        Occupancy occupancy = Occupancy.of(TERMS, List.of(), List.of(), 0, NOW.plus(Duration.ofDays(1)));

        assertThat(occupancy.seats(AccessType.USER_ACCESS_PASS).total()).isZero();
    }

    private static Allocation analyzer(String name) {
        return Allocation.given(new User("corp", name), AccessType.ANALYZER, NOW);
    }
}
