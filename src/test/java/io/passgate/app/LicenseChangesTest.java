package io.passgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.admission.LicenseSource;
import io.passgate.admission.LicenseSource.License;
import io.passgate.admission.StandingChange;
import io.passgate.admission.Waiting;
import io.passgate.backend.LicenseChange;
import io.passgate.license.Standing;
import io.passgate.license.Standing.State;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LicenseChangesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);

    private final List<StandingChange> first = new ArrayList<>();
    private final List<StandingChange> second = new ArrayList<>();

    @Test
    void changeOfTheStandingIsOneEventForEachWhoAsked() {
        try (LicenseChanges changes =
                new LicenseChanges(new Waiting(1, CLOCK), List.of(first::add, second::add), CLOCK)) {
            changes.changed(new LicenseChange(license(State.WARNING, "day 3"), license(State.STALE, "day 5")));
        }

        assertThat(first).singleElement().satisfies(change -> {
            assertThat(change.at()).isEqualTo(NOW);
            assertThat(change.before().state()).isEqualTo(State.WARNING);
            assertThat(change.after().detail()).isEqualTo("day 5");
        });
        assertThat(second).isEqualTo(first);
    }

    @Test
    void otherTermsAloneAreNoChangeOfTheStanding() {
        try (LicenseChanges changes = new LicenseChanges(new Waiting(1, CLOCK), List.of(first::add), CLOCK)) {
            changes.changed(new LicenseChange(license(State.VALID, "a"), license(State.VALID, "b")));
        }

        assertThat(first).isEmpty();
    }

    private static License license(State state, String detail) {
        return new License(LicenseSource.NO_TERMS, new Standing(state, detail, Optional.empty(), Instant.MAX));
    }
}
