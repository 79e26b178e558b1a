package io.passgate.gatekeeper;

import static io.passgate.gatekeeper.ConnectionProof.Covers.EVERY_PATH;
import static io.passgate.gatekeeper.ConnectionProof.Covers.PATHS_WITHOUT_PASS;

import io.passgate.admission.Admit;
import io.passgate.admission.Admittance;
import io.passgate.admission.AdmittedSession;
import io.passgate.admission.Arrival;
import io.passgate.admission.Identifier;
import io.passgate.authn.CredentialBytes;
import io.passgate.authn.CredentialReader;
import io.passgate.authn.UnclearCredentials;
import io.passgate.front.Activity;
import io.passgate.front.Exchange;
import io.passgate.front.Gatekeeper;
import io.passgate.front.Passage;
import io.passgate.front.ResponseGuard;
import io.passgate.gatekeeper.ConnectionProof.Covers;
import io.passgate.gatekeeper.ConnectionProof.Doorkeeping;
import io.passgate.gatekeeper.ConnectionProof.Until;
import io.passgate.page.Fault;
import io.passgate.wire.Header;
import io.passgate.wire.Method;
import io.passgate.wire.RequestHead;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Every request comes through here; {@link #arrived} shows the order of the steps (design.md §2, §4). Called on event loops;
 * what waits comes back to the loop of its connection. Safe for use by many threads.
 */
public final class Door implements Gatekeeper {

    private final Map<String, VirtualProxyRules> rules;
    private final Admit admit;
    private final OwnPaths ownPaths;
    private final Refusals refusals;
    private final Guards guards;
    private final Identifier identifier;
    private final InstantSource clock;
    private final Doorkeeping doorkeeping;
    private final ThreadLocal<CredentialBytes> scratch = ThreadLocal.withInitial(CredentialBytes::new);

    Door(
            Map<String, VirtualProxyRules> rules,
            Admit admit,
            OwnPaths ownPaths,
            Refusals refusals,
            Doorkeeping doorkeeping) {
        this.rules = Map.copyOf(rules);
        this.admit = admit;
        this.ownPaths = ownPaths;
        this.refusals = refusals;
        this.guards = doorkeeping.guards();
        this.identifier = doorkeeping.identifier();
        this.clock = doorkeeping.clock();
        this.doorkeeping = doorkeeping;
    }

    @Override
    public void arrived(Exchange exchange) {
        RequestHead head = exchange.head();
        VirtualProxyRules virtualProxy = rules(exchange);
        CredentialReader reader = virtualProxy.reader(exchange.secure()).forPeer(exchange.peerAddress());
        reader.strip(head);
        CredentialBytes presented = scratch.get();
        reader.print(head, presented);
        long now = clock.millis();
        if (isPreflight(head)) {
            exchange.pass(virtualProxy.preflight());
        } else if (virtualProxy.isOwn(head)) {
            read(exchange, virtualProxy, reader).ifPresent(visitor -> ownPaths.answer(exchange, visitor));
        } else if (virtualProxy.isOpen(head)) {
            read(exchange, virtualProxy, reader).ifPresent(visitor -> open(exchange, visitor));
        } else if (exchange.memo() instanceof ConnectionProof proof
                && proof.isFor(virtualProxy)
                && proof.admits(presented, virtualProxy.needsPass(head), now)) {
            proof.pass(exchange, now);
        } else {
            CredentialBytes own = new CredentialBytes();
            own.copyOf(presented);
            read(exchange, virtualProxy, reader).ifPresent(visitor -> admit(exchange, visitor, own));
        }
    }

    private VirtualProxyRules rules(Exchange exchange) {
        VirtualProxyRules virtualProxy = rules.get(exchange.route().prefix());
        if (virtualProxy == null) {
            throw new IllegalStateException("no rules for " + exchange.route().prefix());
        }
        return virtualProxy;
    }

    /** RFC 9110 §9.3.7 with the Fetch standard's preflight fields. */
    private static boolean isPreflight(RequestHead head) {
        return head.method() == Method.OPTIONS
                && head.has(Header.ORIGIN)
                && head.has(Header.ACCESS_CONTROL_REQUEST_METHOD);
    }

    private Optional<Visitor> read(Exchange exchange, VirtualProxyRules virtualProxy, CredentialReader reader) {
        try {
            return Optional.of(
                    Visitor.of(exchange, virtualProxy, reader, reader.read(exchange.head()), clock.instant()));
        } catch (UnclearCredentials e) {
            exchange.answer(refusals.unclear(exchange, virtualProxy, e.flaw()));
            return Optional.empty();
        }
    }

    /** Open paths open no session and are never refused (design.md §4). */
    private void open(Exchange exchange, Visitor visitor) {
        ResponseGuard guard = (head, verdict) -> guards.open(exchange, visitor, head, verdict);
        exchange.pass(new Passage(visitor.virtualProxy().cut(), List.of(), Optional.of(guard), Activity.IGNORED));
    }

    private void admit(Exchange exchange, Visitor visitor, CredentialBytes presented) {
        Arrival arrival = visitor.arrival(exchange.webSocket());
        Proving proving = new Proving(presented, identifier.epoch(visitor.facts()));
        CompletionStage<Admittance> decided = visitor.needsPass() ? admit.admit(arrival) : admit.visit(arrival);
        refusals.orStoreLost(
                decided, exchange, visitor, admittance -> carryOut(exchange, visitor, proving, admittance));
    }

    private void carryOut(Exchange exchange, Visitor visitor, Proving proving, Admittance admittance) {
        admittance
                .<Runnable>fold(
                        admitted -> () -> admitted(exchange, visitor, proving, admitted),
                        exempt -> () -> prove(
                                        exchange,
                                        visitor,
                                        proving,
                                        Optional.empty(),
                                        proving.until(exempt.until(), EVERY_PATH))
                                .passFirst(exchange, exempt.setCookies()),
                        signedIn -> () -> prove(
                                        exchange,
                                        visitor,
                                        proving,
                                        Optional.empty(),
                                        proving.until(signedIn.until(), PATHS_WITHOUT_PASS))
                                .passFirst(exchange, signedIn.setCookies()),
                        refused -> () -> refusals.refuse(exchange, visitor, refused),
                        notSignedIn -> () -> notSignedIn(exchange, visitor, notSignedIn),
                        cannotTell -> () -> exchange.answer(refusals.cannotTell(exchange, visitor, cannotTell.why())),
                        tooOften -> () -> exchange.answer(refusals.failed(exchange, visitor, Fault.TOO_OFTEN)))
                .run();
    }

    private void admitted(Exchange exchange, Visitor visitor, Proving proving, Admittance.Admitted admitted) {
        List<String> cookies = new ArrayList<>(admitted.setCookies());
        admitted.newCookie()
                .ifPresent(value -> cookies.add(visitor.virtualProxy().setCookie(value, exchange.secure())));
        prove(exchange, visitor, proving, Optional.of(admitted.session()), proving.until(admitted.until(), EVERY_PATH))
                .passFirst(exchange, cookies);
    }

    /** A one-time credential is a stranger's until the hub has seen it: it proves nothing for the next request. */
    private ConnectionProof prove(
            Exchange exchange, Visitor visitor, Proving proving, Optional<AdmittedSession> session, Until until) {
        ConnectionProof proof = new ConnectionProof(
                visitor,
                proving.presented(),
                session,
                visitor.oneTime() ? new Until(Long.MIN_VALUE, until.covers(), until.epoch()) : until,
                doorkeeping,
                exchange.executor());
        exchange.memo(proof);
        return proof;
    }

    /**
     * What is to be proved to be somebody's.
     *
     * @param presented the exact bytes, in an object of their own
     * @param epoch of the credentials before anybody was asked
     */
    private record Proving(CredentialBytes presented, long epoch) {
        Until until(Instant until, Covers covers) {
            return new Until(until.equals(Instant.MAX) ? Long.MAX_VALUE : until.toEpochMilli(), covers, epoch);
        }
    }

    private void notSignedIn(Exchange exchange, Visitor visitor, Admittance.NotSignedIn nobody) {
        VirtualProxyRules virtualProxy = visitor.virtualProxy();
        boolean toHub =
                switch (virtualProxy.settings().nobody()) {
                    case TO_HUB -> true;
                    case UNAUTHORIZED -> false;
                    case ANONYMOUS -> !visitor.needsPass();
                };
        if (!toHub) {
            exchange.answer(refusals.notSignedIn(exchange, visitor, nobody.unlicensed()));
            return;
        }
        ResponseGuard guard = (head, verdict) -> guards.nobody(exchange, visitor, head, verdict);
        exchange.pass(new Passage(
                virtualProxy.cut(),
                nobody.setCookies(),
                visitor.needsPass() ? Optional.of(guard) : Optional.empty(),
                Activity.IGNORED));
    }
}
