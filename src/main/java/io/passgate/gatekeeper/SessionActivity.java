package io.passgate.gatekeeper;

import io.passgate.admission.AdmittedSession;
import io.passgate.admission.Renew;
import io.passgate.front.Activity;
import io.passgate.gatekeeper.ConnectionProof.Doorkeeping;
import io.passgate.identity.RequestFacts;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a session from being idle while its WebSocket is used, and pays for it anew where its paid time is over (design.md §3):
 * frames keep flowing meanwhile, and where nothing is left to pay with, the end of the session closes the socket. Confined to
 * the connection's event loop.
 */
final class SessionActivity implements Activity {

    private static final Logger LOG = LoggerFactory.getLogger(SessionActivity.class);

    /** How often one connection asks for the same payment, should the ledger be slow or lost. */
    private static final long ASK_EVERY_MILLIS = Duration.ofSeconds(1).toMillis();

    private final AdmittedSession session;
    private final RequestFacts facts;
    private final boolean hubCounts;
    private final Renew renew;
    private final InstantSource clock;
    private long askAgainMillis = Long.MIN_VALUE;

    /**
     * @param facts of the request that proved the session on this connection
     * @param hubCounts whether what the hub sends is activity too
     */
    SessionActivity(AdmittedSession session, RequestFacts facts, boolean hubCounts, Doorkeeping doorkeeping) {
        this.session = session;
        this.facts = facts;
        this.hubCounts = hubCounts;
        this.renew = doorkeeping.renew();
        this.clock = doorkeeping.clock();
    }

    @Override
    public void active() {
        long now = clock.millis();
        session.active(now);
        if (session.due(now) && now >= askAgainMillis) {
            askAgainMillis = now + ASK_EVERY_MILLIS;
            pay();
        }
    }

    @Override
    public void hubActive() {
        if (hubCounts) {
            active();
        }
    }

    private void pay() {
        var unused = renew.renew(session, facts).whenComplete((outcome, failure) -> {
            if (failure != null) {
                LOG.error(
                        "session {} could not be paid for anew; it goes on, and the next frame tries again",
                        session.session().id(),
                        failure);
            }
        });
    }
}
