package io.passgate.admission;

import io.passgate.decision.Decision;
import io.passgate.decision.Policy;
import io.passgate.decision.Request;
import io.passgate.decision.Verdict;
import io.passgate.identity.User;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Says what the decision would be for a user who opened a session now: the decision's own trace, changing nothing. Blocks;
 * never on an event loop. Safe for use by many threads.
 */
public final class Explain {

    private final Records records;
    private final LicenseSource license;
    private final Supplier<Policy> policy;
    private final InstantSource clock;

    /** Works on these. */
    public Explain(Records records, LicenseSource license, Supplier<Policy> policy, InstantSource clock) {
        this.records = records;
        this.license = license;
        this.policy = policy;
        this.clock = clock;
    }

    /** The verdict on a new session of {@code user}. */
    public Verdict explain(User user) {
        Instant now = clock.instant();
        LicenseSource.License current = license.current(now);
        Policy inForce = policy.get().within(current.terms().may(), now);
        return new Decision(inForce)
                .decide(Request.opening(user), records.view(user, current.terms(), now), current.standing(), now);
    }
}
