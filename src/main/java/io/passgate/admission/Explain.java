package io.passgate.admission;

import io.passgate.decision.Policy;
import io.passgate.decision.Request;
import io.passgate.decision.Verdict;
import io.passgate.identity.User;
import java.time.InstantSource;
import java.util.Optional;
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
        Moment moment = Moment.of(clock, license, policy);
        return moment.decide().on(Request.opening(user), records.view(user, moment.terms(), moment.now()));
    }

    /** The refusal shown under that request id, with the explanation it had, if it is still recorded. */
    public Optional<Records.DeniedAccess> refusal(String requestId) {
        return records.denied(requestId);
    }
}
