package io.passgate.license;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How much of what the license grants is taken at a moment. Immutable.
 *
 * @param seats by access type, one entry for each that is given to users
 * @param capacity what is granted of analyzer capacity
 * @param minutesUsed minutes of it used this month
 */
public record Occupancy(Map<AccessType, Seats> seats, Capacity capacity, long minutesUsed) {

    /** Nothing is granted and nothing taken. */
    public static final Occupancy NONE = new Occupancy(Map.of(), Capacity.NONE, 0);

    private static final Seats NO_SEATS = new Seats(0, 0, 0, 0, 0);

    /**
     * The seats of one access type, told apart by what takes them.
     *
     * @param total how many the terms grant
     * @param allocated given out, and letting their users in
     * @param quarantined withdrawn, and not free yet
     * @param excess given out, but more than the terms grant: they let nobody in
     * @param setAside tokens that login access groups keep
     */
    public record Seats(int total, int allocated, int quarantined, int excess, int setAside) {

        /** How many are not free. */
        public int taken() {
            return allocated + quarantined + excess + setAside;
        }

        private Seats plus(Allocation.State state) {
            return switch (state) {
                case ALLOCATED -> new Seats(total, allocated + 1, quarantined, excess, setAside);
                case QUARANTINED -> new Seats(total, allocated, quarantined + 1, excess, setAside);
                case EXCESS -> new Seats(total, allocated, quarantined, excess + 1, setAside);
            };
        }
    }

    /** Copies. */
    public Occupancy {
        Map<AccessType, Seats> copy = new EnumMap<>(AccessType.class);
        copy.putAll(seats);
        seats = Collections.unmodifiableMap(copy);
    }

    /** What {@code terms} grant at {@code now}, and what is taken of it. */
    public static Occupancy of(
            Terms terms,
            Collection<Allocation> allocations,
            Collection<LoginGroup> groups,
            long minutesUsed,
            Instant now) {
        Terms granted = terms.at(now);
        int tokens = groups.stream().mapToInt(LoginGroup::tokensHeld).sum();
        Map<AccessType, Seats> seats = new EnumMap<>(AccessType.class);
        AccessType.ALLOCATED.forEach(type -> seats.put(
                type, new Seats(granted.seats(type), 0, 0, 0, type == AccessType.USER_ACCESS_PASS ? tokens : 0)));
        allocations.stream()
                .filter(allocation -> allocation.takesSeat(now))
                .forEach(allocation ->
                        seats.computeIfPresent(allocation.type(), (type, counted) -> counted.plus(allocation.state())));
        return new Occupancy(seats, granted.capacity(), minutesUsed);
    }

    /** Those of {@code type}. */
    public Seats seats(AccessType type) {
        return seats.getOrDefault(type, NO_SEATS);
    }
}
