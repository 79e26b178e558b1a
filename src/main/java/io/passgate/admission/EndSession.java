package io.passgate.admission;

import io.passgate.decision.Policy;
import io.passgate.session.Ending;
import io.passgate.session.SessionId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Ends sessions: by log-out, user switch, an administrator, or idle time. What runs of them ends, the log is told, and whoever
 * waits for a slot of that user is woken. Safe for use by many threads.
 */
public final class EndSession {

    private final Ledger ledger;
    private final LicenseSource license;
    private final Supplier<Policy> policy;
    private final DecisionLog log;
    private final Waiting waiting;
    private final InstantSource clock;

    /**
     * Works on these.
     *
     * @param policy the configured policy in force, not yet cut down to the license
     */
    public EndSession(
            Ledger ledger,
            LicenseSource license,
            Supplier<Policy> policy,
            DecisionLog log,
            Waiting waiting,
            InstantSource clock) {
        this.ledger = ledger;
        this.license = license;
        this.policy = policy;
        this.log = log;
        this.waiting = waiting;
        this.clock = clock;
    }

    /** Ends that session. Empty when it is not open any more. */
    public CompletionStage<Optional<SessionRecord>> end(SessionId id, Ending ending) {
        Moment moment = Moment.of(clock, license, policy);
        Instant now = moment.now();
        Ledger.HoldTerms hold =
                new Ledger.HoldTerms(moment.policy().parallel(), moment.policy().hold());
        return ledger.end(id, ending, hold, now).thenApply(ended -> {
            ended.ifPresent(s -> told(s, ending, now));
            return ended;
        });
    }

    /** Ends every session that is idle at this moment. */
    public CompletionStage<List<SessionRecord>> expire() {
        Instant now = clock.instant();
        return ledger.expire(now).thenApply(ended -> {
            ended.forEach(s -> told(s, Ending.IDLE, now));
            return ended;
        });
    }

    /** A session has ended in the ledger: log it and wake who waits. */
    void told(SessionRecord session, Ending ending, Instant at) {
        log.ended(new DecisionLog.Ended(at, session, ending));
        waiting.wake(session.session().user());
    }
}
