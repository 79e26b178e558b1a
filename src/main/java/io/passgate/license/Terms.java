package io.passgate.license;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the license grants, as its signed definition or License Enabler File says (design.md §5). Immutable.
 *
 * @param license the license number
 * @param form how the license came
 * @param seq the definition's sequence number; never goes back
 * @param validFrom from when it holds
 * @param validTo until when, if it ends
 * @param product the product it is for
 * @param denyListed whether the license backend has put the license on its deny list
 * @param seats how many professional and analyzer access passes may be given out; a type that is not there has none
 * @param tokens for user access passes and login access groups
 * @param capacity minutes of analyzer capacity
 * @param conversion from when on there are no tokens any more, if that is planned (domain.md §1.5)
 * @param may what the site may loosen
 */
public record Terms(
        String license,
        Form form,
        long seq,
        Instant validFrom,
        Optional<Instant> validTo,
        String product,
        boolean denyListed,
        Map<AccessType, Integer> seats,
        int tokens,
        Capacity capacity,
        Optional<Instant> conversion,
        May may) {

    /** The families a license comes from; rules differ by them (domain.md §1.4, §9). */
    public enum Form {
        SIGNED_KEY,
        LICENSE_ENABLER_FILE
    }

    /** Checks and copies. */
    public Terms {
        Map<AccessType, Integer> copy = new EnumMap<>(AccessType.class);
        seats.forEach((type, units) -> {
            if (type != AccessType.PROFESSIONAL && type != AccessType.ANALYZER) {
                throw new IllegalArgumentException(type.words() + " has no seats of its own");
            }
            if (units < 0) {
                throw new IllegalArgumentException("units of " + type.key() + " must be at least 0, not " + units);
            }
            copy.put(type, units);
        });
        if (tokens < 0) {
            throw new IllegalArgumentException("tokens must be at least 0, not " + tokens);
        }
        seats = Collections.unmodifiableMap(copy);
    }

    /** How many access passes of {@code type} may be given out: for user access passes, the tokens. */
    public int seats(AccessType type) {
        return type == AccessType.USER_ACCESS_PASS ? tokens : seats.getOrDefault(type, 0);
    }

    /** What is granted at {@code now}: tokens end at the conversion date. */
    public Terms at(Instant now) {
        boolean converted = conversion.map(date -> !now.isBefore(date)).orElse(false);
        return converted && tokens > 0
                ? new Terms(
                        license,
                        form,
                        seq,
                        validFrom,
                        validTo,
                        product,
                        denyListed,
                        seats,
                        0,
                        capacity,
                        conversion,
                        may)
                : this;
    }
}
