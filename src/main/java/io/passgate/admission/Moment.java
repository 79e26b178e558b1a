package io.passgate.admission;

import io.passgate.decision.Decision;
import io.passgate.decision.Policy;
import io.passgate.decision.Policy.Enforcement;
import io.passgate.license.Standing;
import io.passgate.license.Terms;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * One reading of clock, license and policy, so that nothing that is decided sees two. Immutable.
 *
 * @param now when
 * @param license at that moment
 * @param policy as configured, cut down to what the license lets the site loosen
 */
record Moment(Instant now, LicenseSource.License license, Policy policy) {

    /**
     * Now.
     *
     * @param configured the policy not yet cut down to the license
     */
    static Moment of(InstantSource clock, LicenseSource license, Supplier<Policy> configured) {
        Instant now = clock.instant();
        LicenseSource.License current = license.current(now);
        return new Moment(now, current, configured.get().within(current.terms().may(), now));
    }

    Terms terms() {
        return license.terms();
    }

    Standing standing() {
        return license.standing();
    }

    /** Whether the license lets people in, or is not enforced. */
    boolean letsIn() {
        return !enforced() || standing().admits(now);
    }

    /** Whether who has no access pass is refused. */
    boolean enforced() {
        return policy.license() == Enforcement.ENFORCE;
    }

    /** {@code until}, or the moment from which on the license must be looked at again, if that is earlier. */
    Instant atMost(Instant until) {
        Instant good =
                enforced() ? standing().goodUntil() : policy.loosenedUntil().orElse(Instant.MAX);
        return until.isBefore(good) ? until : good;
    }

    /** The decision at this moment. */
    Opening.Decide decide() {
        Decision decision = new Decision(policy);
        return (request, view) -> decision.decide(request, view, standing(), now);
    }
}
