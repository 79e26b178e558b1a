package io.passgate.alerts;

import io.passgate.license.AccessType;
import io.passgate.license.Capacity;
import io.passgate.license.Occupancy.Seats;
import io.passgate.license.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is worth an alert, as pure functions of a situation.
 */
final class Conditions {

    /** A pool is nearly full above so many hundredths. */
    static final int NEARLY_FULL = 90;
    /** Days before the end of the license, nearest first. */
    static final List<Integer> DAYS_BEFORE_THE_END = List.of(7, 30, 60);
    /** A month is not foretold by its first hours. */
    static final Duration FORETELL_AFTER = Duration.ofDays(1);

    private Conditions() {}

    /** All that hold, but for the standing, which is told by its changes. */
    static List<Condition> of(Situation situation) {
        return Stream.of(
                        expiring(situation).stream(),
                        AccessType.ALLOCATED.stream().flatMap(type -> pool(situation, type).stream()),
                        capacity(situation).stream(),
                        denials(situation).stream())
                .flatMap(all -> all)
                .toList();
    }

    static Condition standing(Standing standing) {
        return new Condition(
                AlertEvent.of(standing.state()),
                "",
                "The license is " + AlertEvent.of(standing.state()).word()
                        + (standing.state().admits() ? ": " : " and nobody is let in: ") + standing.detail(),
                Map.of());
    }

    private static Optional<Condition> expiring(Situation situation) {
        return situation
                .license()
                .terms()
                .validTo()
                .filter(situation.now()::isBefore)
                .flatMap(end -> nearest(Duration.between(situation.now(), end)).map(days -> expiring(end, days)));
    }

    private static Optional<Integer> nearest(Duration left) {
        return DAYS_BEFORE_THE_END.stream()
                .filter(days -> left.compareTo(Duration.ofDays(days)) <= 0)
                .findFirst();
    }

    private static Condition expiring(Instant end, int days) {
        return new Condition(
                AlertEvent.EXPIRING,
                days + " days before " + end,
                "The license ends within " + days + " days, at " + end,
                Map.of("days", (long) days));
    }

    private static Optional<Condition> pool(Situation situation, AccessType type) {
        Seats seats = situation.occupancy().seats(type);
        long taken = seats.taken();
        return Optional.of(seats)
                .filter(s -> s.total() > 0 && taken * 100 > (long) s.total() * NEARLY_FULL)
                .map(s -> new Condition(
                        AlertEvent.POOL_NEARLY_FULL,
                        type.key(),
                        taken + " of " + s.total() + " access passes of type " + type.words() + " are taken",
                        Map.of("taken", taken, "total", (long) s.total())));
    }

    /** The month goes on as it went so far. */
    private static Optional<Condition> capacity(Situation situation) {
        Capacity capacity = situation.occupancy().capacity();
        long used = situation.occupancy().minutesUsed();
        if (!capacity.granted() || capacity.overage() == Capacity.UNLIMITED) {
            return Optional.empty();
        }
        Instant now = situation.now();
        Instant begin =
                Capacity.month(now).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        Duration gone = Duration.between(begin, now);
        double share = (double) gone.toSeconds()
                / Duration.between(begin, Capacity.reset(now)).toSeconds();
        boolean foretold = gone.compareTo(FORETELL_AFTER) >= 0 && used > capacity.most() * share;
        if (!foretold && capacity.hasUnit(used)) {
            return Optional.empty();
        }
        return Optional.of(new Condition(
                AlertEvent.CAPACITY_RUNNING_OUT,
                Capacity.month(now).toString(),
                capacity.hasUnit(used)
                        ? "At this pace the analyzer capacity of " + Capacity.month(now)
                                + " does not last for the month: " + used + " of " + capacity.most()
                                + " minutes are used"
                        : "The analyzer capacity of " + Capacity.month(now) + " is used up",
                Map.of("used", used, "granted", capacity.most())));
    }

    private static Optional<Condition> denials(Situation situation) {
        Denials.Figures denials = situation.denials();
        return Optional.of(denials)
                .filter(Denials.Figures::spike)
                .map(d -> new Condition(
                        AlertEvent.DENIAL_SPIKE,
                        "",
                        "Access was denied " + d.lately() + " times within ten minutes, far more often than usual",
                        Map.of("denied", d.lately(), "usual", Math.round(d.usual()))));
    }
}
