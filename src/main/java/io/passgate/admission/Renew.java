package io.passgate.admission;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.passgate.decision.Policy;
import io.passgate.decision.Verdict;
import io.passgate.identity.RequestFacts;
import io.passgate.session.Ending;
import io.passgate.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Pays anew for a session whose paid time is over, because there was activity (design.md §3). Once per unit is the ledger's
 * promise; whoever asks on this node while it is being written waits for the same answer. Safe for use by many threads.
 */
public final class Renew {

    private final Ledger ledger;
    private final LicenseSource license;
    private final Supplier<Policy> policy;
    private final EndSession endSession;
    private final DecisionLog log;
    private final Ids ids;
    private final InstantSource clock;
    private final ConcurrentHashMap<SessionId, CompletableFuture<Optional<Renewal.Outcome>>> running =
            new ConcurrentHashMap<>();

    /**
     * Works on these ports.
     *
     * @param policy the configured policy in force, not yet cut down to the license
     */
    public Renew(Admit.Ports ports, Supplier<Policy> policy, EndSession endSession, Ids ids, InstantSource clock) {
        this.ledger = ports.ledger();
        this.license = ports.license();
        this.log = ports.log();
        this.policy = policy;
        this.endSession = endSession;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Pays for it, or ends it where nothing is left to pay with; the session knows of it when the answer is there.
     *
     * @param facts of the request that is the activity, or that opened the socket whose frame is
     * @return empty when it is not open any more; fails with {@link LedgerUnavailable}
     */
    public CompletionStage<Optional<Renewal.Outcome>> renew(AdmittedSession session, RequestFacts facts) {
        SessionId id = session.session().id();
        CompletableFuture<Optional<Renewal.Outcome>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<Renewal.Outcome>> before = running.putIfAbsent(id, mine);
        if (before != null) {
            return before;
        }
        var unused = completedFuture(session)
                .thenCompose(due -> pay(due, facts))
                .whenComplete((outcome, failure) -> {
                    running.remove(id, mine);
                    if (failure == null) {
                        mine.complete(outcome);
                    } else {
                        mine.completeExceptionally(failure);
                    }
                });
        return mine;
    }

    private CompletionStage<Optional<Renewal.Outcome>> pay(AdmittedSession session, RequestFacts facts) {
        Moment moment = Moment.of(clock, license, policy);
        Renewal renewal = new Renewal(
                session.session().id(), ids.usage(), facts.requestId(), moment.terms(), moment.decide(), moment.now());
        return ledger.renew(renewal).thenApply(outcome -> {
            outcome.ifPresent(o -> tell(session, facts, renewal, o));
            return outcome;
        });
    }

    private void tell(AdmittedSession session, RequestFacts facts, Renewal renewal, Renewal.Outcome outcome) {
        Instant done = clock.instant();
        if (outcome.verdict() instanceof Verdict.Renewed renewed && DecisionLog.Renewed.charged(renewed)) {
            log.renewed(new DecisionLog.Renewed(
                    done, facts, session.session().user(), renewed, Duration.between(renewal.now(), done)));
        }
        if (outcome.verdict() instanceof Verdict.Refused refused) {
            log.refused(new DecisionLog.Refused(
                    done,
                    facts,
                    renewal.session(),
                    session.session().user(),
                    session.session().user().written(),
                    renewal.accessId(),
                    refused,
                    Duration.between(renewal.now(), done)));
        }
        outcome.ended().ifPresent(over -> endSession.told(over, Ending.USED_UP, done));
    }
}
