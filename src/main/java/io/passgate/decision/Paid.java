package io.passgate.decision;

import io.passgate.license.AccessType;
import java.time.Instant;
import java.util.Optional;

/**
 * The access pass that lets somebody in, and what it costs. Immutable.
 *
 * @param type its access type
 * @param charge what the ledger writes
 * @param until of one that does not last: how far it is paid; activity after that pays anew
 */
public record Paid(AccessType type, Charge charge, Optional<Instant> until) {

    /** Checks. */
    public Paid {
        if ((type.allocated() && until.isPresent()) || (type.metered() && until.isEmpty())) {
            throw new IllegalArgumentException("an allocation lasts, a metered pass is paid until a moment");
        }
    }

    /** Let in without an access pass, for as long as the license need not be enforced. */
    static Paid unlicensed(Policy policy) {
        return new Paid(AccessType.UNLICENSED, Charge.NOTHING, policy.loosenedUntil());
    }

    /** A pass that is held, for as long as it is held. */
    static Paid held(AccessType type) {
        return new Paid(type, Charge.NOTHING, Optional.empty());
    }
}
