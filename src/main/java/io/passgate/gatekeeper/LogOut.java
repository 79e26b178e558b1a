package io.passgate.gatekeeper;

import io.passgate.admission.EndSession;
import io.passgate.admission.Identifier;
import io.passgate.admission.Ledger;
import io.passgate.front.Exchange;
import io.passgate.front.ResponseVerdict;
import io.passgate.session.Ending;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the gate's session with the hub's: before the browser learns that it is signed out, so that signing in again at once
 * finds the slot as it will be. Safe for use by many threads.
 */
final class LogOut {

    private static final Logger LOG = LoggerFactory.getLogger(LogOut.class);

    private final Ledger ledger;
    private final EndSession endSession;
    private final Identifier identifier;

    LogOut(Ledger ledger, EndSession endSession, Identifier identifier) {
        this.ledger = ledger;
        this.endSession = endSession;
        this.identifier = identifier;
    }

    /** The hub's answer was a log-out: it goes on once the session has ended, taking the gate cookie away. */
    void of(Exchange exchange, Visitor visitor, ResponseVerdict verdict) {
        var unused = end(visitor)
                .whenCompleteAsync(
                        (ended, failure) -> {
                            if (failure != null) {
                                LOG.error(
                                        "request {}: the session could not be ended",
                                        visitor.facts().requestId(),
                                        failure);
                            }
                            verdict.forward(List.of(visitor.virtualProxy().expireCookie(exchange.secure())));
                        },
                        exchange.executor());
    }

    /** Forgets whose the hub's credentials were: the next request asks again. */
    void forget(Visitor visitor) {
        identifier.forget(visitor.facts());
    }

    /** Ends the session of the gate cookie, if it is this device's, and forgets whose the hub's credentials were. */
    CompletionStage<Void> end(Visitor visitor) {
        forget(visitor);
        if (visitor.gateCookie().isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return ledger.find(visitor.gateCookie().get())
                .thenApply(found -> found.filter(s -> s.isOn(visitor.facts().userAgent())))
                .thenCompose(own -> own.isEmpty()
                        ? CompletableFuture.completedFuture(null)
                        : endSession
                                .end(own.get().session().id(), Ending.LOG_OUT)
                                .thenApply(ended -> null));
    }
}
