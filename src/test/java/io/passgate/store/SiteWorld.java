package io.passgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.admission.Opening;
import io.passgate.decision.AtLimit;
import io.passgate.decision.Decision;
import io.passgate.decision.Policy;
import io.passgate.decision.Policy.Enforcement;
import io.passgate.decision.Refusal;
import io.passgate.decision.Verdict;
import io.passgate.identity.User;
import io.passgate.license.Standing;
import io.passgate.license.Terms;
import io.passgate.property.Chance;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What holds at the moment of a step, besides what the ledger keeps. Immutable. */
record SiteWorld(Instant now, Terms terms, Policy policy, Standing standing) {

    static final User EXEMPT = User.parse("CORP\\service");
    static final Standing VALID = new Standing(Standing.State.VALID, "", Optional.empty(), Instant.MAX);

    /** A policy that enforces everything. */
    static Policy enforced(int limit, AtLimit atLimit) {
        return Policy.enforced(limit, Duration.ofMinutes(5), atLimit, Set.of(EXEMPT));
    }

    /** One that enforces everything, more often than not. */
    static Policy drawnPolicy(Chance chance, Instant now) {
        Policy enforced = enforced(chance.between(2, Openings.LIMIT), chance.oneOf(AtLimit.values()));
        if (!chance.oneIn(4)) {
            return enforced;
        }
        return new Policy(
                enforced.parallel(),
                enforced.hold(),
                enforced.atLimit(),
                enforced.exempt(),
                chance.oneOf(Enforcement.values()),
                chance.oneOf(Enforcement.values()),
                chance.oneIn(2) ? Optional.of(now.plus(chance.upTo(Duration.ofHours(5)))) : Optional.empty());
    }

    /** One that admits, more often than not. */
    static Standing drawnStanding(Chance chance, Instant now) {
        Standing.State state = chance.oneIn(3) ? chance.oneOf(Standing.State.values()) : Standing.State.VALID;
        Instant until = chance.oneIn(3) ? now.plus(chance.upTo(Duration.ofHours(5))) : Instant.MAX;
        return new Standing(state, "", Optional.empty(), until);
    }

    int limit() {
        return policy.parallel();
    }

    AtLimit atLimit() {
        return policy.atLimit();
    }

    boolean passesEnforced() {
        return policy.license() == Enforcement.ENFORCE;
    }

    /** Why the license lets nobody in, if it does not and is looked at (design.md §3 step 2). */
    Optional<Refusal> shut() {
        if (policy.license() == Enforcement.OFF) {
            return Optional.empty();
        }
        return switch (standing.state()) {
            case MISSING -> Optional.of(Refusal.LICENSE_MISSING);
            case REFUSED -> Optional.of(Refusal.LICENSE_REFUSED);
            case EXPIRED -> Optional.of(Refusal.LICENSE_EXPIRED);
            case STALE -> Optional.of(Refusal.LICENSE_STALE);
            case VALID, LATE, WARNING ->
                now.isBefore(standing.goodUntil()) ? Optional.empty() : Optional.of(Refusal.LICENSE_STALE);
        };
    }

    /** The decision of that moment; the same inputs must give the same verdict. */
    Opening.Decide decide() {
        return (request, view) -> {
            Verdict verdict = new Decision(policy).decide(request, view, standing, now);
            assertThat(new Decision(policy).decide(request, view, standing, now))
                    .as("the same verdict on the same inputs")
                    .isEqualTo(verdict);
            return verdict;
        };
    }
}
