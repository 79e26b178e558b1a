package io.passgate.license;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the license grants, as its signed definition says (design.md §5). Immutable.
 *
 * @param license the license number
 * @param seq the definition's sequence number; never goes back
 * @param validFrom from when it holds
 * @param validTo until when, if it ends
 * @param product the product it is for
 * @param denyListed whether the license backend has put the license on its deny list
 * @param seats how many access passes of each type may be given out; a type that is not there has none
 * @param may what the site may loosen
 */
public record Terms(
        String license,
        long seq,
        Instant validFrom,
        Optional<Instant> validTo,
        String product,
        boolean denyListed,
        Map<AccessType, Integer> seats,
        May may) {

    /** Checks and copies. */
    public Terms {
        seats.forEach((type, units) -> {
            if (units < 0) {
                throw new IllegalArgumentException("units of " + type.key() + " must be at least 0, not " + units);
            }
        });
        Map<AccessType, Integer> copy = new EnumMap<>(AccessType.class);
        copy.putAll(seats);
        seats = Collections.unmodifiableMap(copy);
    }

    /** How many access passes of {@code type} may be given out. */
    public int seats(AccessType type) {
        return seats.getOrDefault(type, 0);
    }
}
