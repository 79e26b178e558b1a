package io.passgate.gatekeeper;

import io.passgate.admission.Admit;
import io.passgate.admission.Admittance;
import io.passgate.front.Exchange;
import io.passgate.front.LocalAnswer;
import io.passgate.front.ResponseVerdict;
import io.passgate.page.Fault;
import io.passgate.session.Ending;
import io.passgate.wire.Header;
import io.passgate.wire.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is looked at in an answer of the hub before the client sees it (design.md §4): a log-out, a new credential, and
 * anything that nobody may get. Called on event loops; safe for use by many threads.
 */
final class Guards {

    private static final Logger LOG = LoggerFactory.getLogger(Guards.class);
    /** RFC 9110 §9.2.1. */
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    private static final byte[] COOKIES = {'"', 'c', 'o', 'o', 'k', 'i', 'e', 's', '"'};

    private final Admit admit;
    private final LogOut logOut;
    private final Refusals refusals;

    Guards(Admit admit, LogOut logOut, Refusals refusals) {
        this.admit = admit;
        this.logOut = logOut;
        this.refusals = refusals;
    }

    /** The hub's answer was a log-out. */
    void logOut(Exchange exchange, Visitor visitor, ResponseVerdict verdict) {
        logOut.of(exchange, visitor, verdict);
    }

    /** The session of a running exchange has ended. */
    void ended(Exchange exchange, Visitor visitor, Ending ending) {
        exchange.end(refusals.socketEnded(
                ending,
                visitor.facts().requestId(),
                visitor.virtualProxy().settings().refusal()));
    }

    /** An answer to a user who was let in, and no log-out: only a new credential is of interest. */
    void known(Exchange exchange, Visitor visitor, ResponseHead head, ResponseVerdict verdict) {
        Optional<Visitor> renewed = renewed(visitor, head);
        if (renewed.isEmpty() || isRedirect(head.status())) {
            verdict.forward(List.of());
            return;
        }
        again(exchange, renewed.get(), verdict, nobody -> verdict.forward(nobody.setCookies()));
    }

    /**
     * An answer on an open path: a log-out, or what may be a sign-in, after which the same credentials may name somebody else: any
     * but a plain answer to a reading.
     */
    void open(Exchange exchange, Visitor visitor, ResponseHead head, ResponseVerdict verdict) {
        if (isLogOut(visitor, head)) {
            logOut.of(exchange, visitor, verdict);
            return;
        }
        if (!SAFE_METHODS.contains(visitor.facts().method())
                || visitor.oneTime()
                || isRedirect(head.status())
                || (head.has(Header.SET_COOKIE) && visitor.setsCredential(head.values("set-cookie")))) {
            logOut.forget(visitor);
        }
        verdict.forward(List.of());
    }

    /**
     * An answer to nobody on a path that needs a pass: a redirect or a refusal goes through, anything else only to whom it
     * signs in (decision 5).
     */
    void nobody(Exchange exchange, Visitor visitor, ResponseHead head, ResponseVerdict verdict) {
        int status = head.status();
        if (isRedirect(status) || status >= 400) {
            verdict.forward(List.of());
            return;
        }
        Optional<Visitor> renewed = renewed(visitor, head);
        if (renewed.isEmpty()) {
            verdict.replace(withheld(exchange, visitor, status));
            return;
        }
        again(exchange, renewed.get(), verdict, nobody -> verdict.replace(withheld(exchange, visitor, status)));
    }

    private LocalAnswer withheld(Exchange exchange, Visitor visitor, int status) {
        LOG.warn(
                "request {}: the hub answered {} to nobody on {}, withheld: a credential the preset does not list, or a path"
                        + " it should open",
                visitor.facts().requestId(),
                status,
                visitor.facts().path());
        return refusals.notSignedIn(exchange, visitor, false);
    }

    /** Asks with the new credential before anything but a redirect goes through. */
    private void again(
            Exchange exchange, Visitor renewed, ResponseVerdict verdict, Consumer<Admittance.NotSignedIn> nobody) {
        var unused = admit.admit(renewed.afterwards())
                .whenCompleteAsync(
                        (admittance, failure) -> {
                            if (failure == null) {
                                carryOut(exchange, renewed, verdict, nobody, admittance);
                            } else {
                                LOG.error(
                                        "request {} could not be decided",
                                        renewed.facts().requestId(),
                                        failure);
                                verdict.replace(refusals.failed(exchange, renewed, Fault.STORE_LOST));
                            }
                        },
                        exchange.executor());
    }

    private void carryOut(
            Exchange exchange,
            Visitor renewed,
            ResponseVerdict verdict,
            Consumer<Admittance.NotSignedIn> nobody,
            Admittance admittance) {
        admittance
                .<Runnable>fold(
                        admitted -> () -> verdict.forward(cookies(exchange, renewed, admitted)),
                        exempt -> () -> verdict.forward(exempt.setCookies()),
                        signedIn -> () -> verdict.forward(signedIn.setCookies()),
                        refused -> () -> refusals.refused(exchange, renewed, refused, verdict::replace),
                        notSignedIn -> () -> nobody.accept(notSignedIn),
                        cannotTell -> () -> verdict.replace(refusals.cannotTell(exchange, renewed, cannotTell.why())),
                        tooOften -> () -> verdict.replace(refusals.failed(exchange, renewed, Fault.TOO_OFTEN)))
                .run();
    }

    private static List<String> cookies(Exchange exchange, Visitor visitor, Admittance.Admitted admitted) {
        List<String> cookies = new ArrayList<>(admitted.setCookies());
        admitted.newCookie()
                .ifPresent(value -> cookies.add(visitor.virtualProxy().setCookie(value, exchange.secure())));
        return cookies;
    }

    private static Optional<Visitor> renewed(Visitor visitor, ResponseHead head) {
        return head.has(Header.SET_COOKIE) ? visitor.renewed(head.values("set-cookie")) : Optional.empty();
    }

    boolean isLogOut(Visitor visitor, ResponseHead head) {
        boolean cleared = head.has(Header.CLEAR_SITE_DATA)
                && (head.hasToken(Header.CLEAR_SITE_DATA, COOKIES)
                        || head.values("clear-site-data").stream().anyMatch(v -> v.contains("\"*\"")));
        return cleared
                || visitor.virtualProxy()
                        .isLogOut(visitor.facts().method(), visitor.facts().path(), head.status());
    }

    /** 304 is no redirect: it shows a stored page again. */
    private static boolean isRedirect(int status) {
        return status >= 300 && status < 400 && status != 304;
    }
}
