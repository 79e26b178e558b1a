package io.passgate.alerts;

import io.passgate.admission.LicenseSource.License;
import io.passgate.license.AccessType;
import io.passgate.license.Capacity;
import io.passgate.license.Occupancy;
import io.passgate.license.Occupancy.Seats;
import io.passgate.license.Standing;
import io.passgate.license.Standing.State;
import io.passgate.license.Terms;
import io.passgate.license.TestTerms;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Situations of a site with a license that grants something and ends at {@link #END}. */
final class Situations {

    static final Instant NOW = Instant.parse("2026-11-16T00:00:00Z");
    static final Instant END = Instant.parse("2027-06-01T00:00:00Z");
    static final Denials.Figures QUIET = new Denials.Figures(0, 0);

    private Situations() {}

    static Situation calm(Instant now) {
        return new Situation(now, license(State.VALID), Occupancy.NONE, QUIET);
    }

    static Situation standing(State state, Instant now) {
        return new Situation(now, license(state), Occupancy.NONE, QUIET);
    }

    static Situation analyzers(int taken, int total, Instant now) {
        return new Situation(
                now,
                license(State.VALID),
                new Occupancy(Map.of(AccessType.ANALYZER, new Seats(total, taken, 0, 0, 0)), Capacity.NONE, 0),
                QUIET);
    }

    static Situation minutes(long used, Capacity capacity, Instant now) {
        return new Situation(now, license(State.VALID), new Occupancy(Map.of(), capacity, used), QUIET);
    }

    static Standing standing(State state) {
        return new Standing(state, "for a reason", Optional.empty(), Instant.MAX);
    }

    static License license(State state) {
        Terms terms = TestTerms.holding(TestTerms.of(0, 0, 0), Instant.EPOCH, Optional.of(END), false);
        return new License(terms, standing(state));
    }
}
