package io.passgate.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.passgate.admission.LicenseSource.License;
import io.passgate.admission.StandingChange;
import io.passgate.license.AccessType;
import io.passgate.license.Capacity;
import io.passgate.license.Occupancy;
import io.passgate.license.Occupancy.Seats;
import io.passgate.license.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/**
 * The numbers of the license: how it stands, until when, and how much of it is taken. Spans are in seconds, as Prometheus wants
 * its units (decision 39); what does not apply is not a number, which no comparison of a rule is true of. Safe for use by many threads.
 */
public final class LicenseMetrics {

    private final MeterRegistry registry;
    private final Map<Standing.State, Counter> changes = new EnumMap<>(Standing.State.class);

    /** Counts on {@code registry}. */
    public LicenseMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Standing.State state : Standing.State.values()) {
            changes.put(
                    state,
                    Counter.builder("passgate.license.standing.changes")
                            .description(
                                    "Changes of the standing of the license, by the standing that holds from then on")
                            .tag("standing", StandingLevel.word(state))
                            .register(registry));
        }
    }

    /** The license stands differently. */
    public void standingChanged(StandingChange change) {
        Optional.ofNullable(changes.get(change.after().state())).ifPresent(Counter::increment);
    }

    /**
     * Shows how the license stands and until when.
     *
     * @param license must answer from memory
     */
    public void watchLicense(Supplier<License> license, InstantSource clock) {
        for (Standing.State state : Standing.State.values()) {
            Gauge.builder(
                            "passgate.license.standing",
                            license,
                            l -> l.get().standing().state() == state ? 1 : 0)
                    .description("1 for the standing of the license that holds now, 0 for the others")
                    .tag("standing", StandingLevel.word(state))
                    .strongReference(true)
                    .register(registry);
        }
        seconds(
                "passgate.license.verified",
                "When the license was last verified with the license backend, since 1970; 0 for never",
                license,
                l -> verified(l).map(LicenseMetrics::epoch).orElse(0.0));
        seconds(
                "passgate.license.verification.age",
                "Since the license was last verified with the license backend; not a number for never",
                license,
                l -> verified(l)
                        .map(at -> Math.max(0, seconds(at, clock.instant())))
                        .orElse(Double.NaN));
        seconds(
                "passgate.license.good.until",
                "From when on nobody is let in unless the license is verified anew, since 1970",
                license,
                l -> epoch(l.get().standing().goodUntil()));
        seconds(
                "passgate.license.expires.in",
                "Until the license ends, negative after its end; infinite for one that does not end",
                license,
                l -> l.get()
                        .terms()
                        .validTo()
                        .map(end -> seconds(clock.instant(), end))
                        .orElse(Double.POSITIVE_INFINITY));
    }

    /**
     * Shows how much of the license is taken.
     *
     * @param occupancy must answer from memory
     */
    public void watchOccupancy(Supplier<Occupancy> occupancy) {
        for (AccessType type : AccessType.ALLOCATED) {
            Gauge.builder("passgate.license.seats", occupancy, o -> o.get()
                            .seats(type)
                            .total())
                    .description("Access passes that the license grants, by access type")
                    .tag("type", type.key())
                    .strongReference(true)
                    .register(registry);
            taken(occupancy, type, "allocated", Seats::allocated);
            taken(occupancy, type, "quarantined", Seats::quarantined);
            taken(occupancy, type, "excess", Seats::excess);
            taken(occupancy, type, "login-groups", Seats::setAside);
        }
        seconds(
                "passgate.license.capacity",
                "Analyzer capacity that may be used in a month, overage included; infinite where that knows no bound",
                occupancy,
                o -> granted(o.get().capacity()));
        seconds(
                "passgate.license.capacity.used",
                "Analyzer capacity used this month",
                occupancy,
                o -> inSeconds(o.get().minutesUsed()));
        seconds(
                "passgate.license.capacity.left",
                "Analyzer capacity left this month; infinite where the overage knows no bound",
                occupancy,
                o -> Math.max(0, granted(o.get().capacity()) - inSeconds(o.get().minutesUsed())));
    }

    private void taken(Supplier<Occupancy> occupancy, AccessType type, String kind, ToIntFunction<Seats> count) {
        Gauge.builder(
                        "passgate.license.seats.taken",
                        occupancy,
                        o -> count.applyAsInt(o.get().seats(type)))
                .description("Access passes that are given out or kept back, by access type and kind")
                .tag("type", type.key())
                .tag("kind", kind)
                .strongReference(true)
                .register(registry);
    }

    private <T> void seconds(String name, String description, Supplier<T> of, ToDoubleFunction<Supplier<T>> value) {
        Gauge.builder(name, of, value)
                .description(description)
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
    }

    private static double granted(Capacity capacity) {
        return capacity.overage() == Capacity.UNLIMITED ? Double.POSITIVE_INFINITY : inSeconds(capacity.most());
    }

    private static double inSeconds(long minutes) {
        return (double) minutes * Duration.ofMinutes(1).toSeconds();
    }

    private static Optional<Instant> verified(Supplier<License> license) {
        return license.get().standing().verified();
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }

    private static double epoch(Instant at) {
        return at.equals(Instant.MAX) ? Double.POSITIVE_INFINITY : at.toEpochMilli() / 1000.0;
    }
}
