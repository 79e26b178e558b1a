package io.passgate.gatekeeper;

import io.passgate.admission.Arrival;
import io.passgate.admission.Arrival.Anonymous;
import io.passgate.admission.SessionKey;
import io.passgate.authn.CredentialReader;
import io.passgate.authn.Presented;
import io.passgate.front.Exchange;
import io.passgate.identity.Credentials;
import io.passgate.identity.RequestFacts;
import io.passgate.session.SessionId;
import io.passgate.wire.Header;
import io.passgate.wire.RequestHead;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who came: what is kept of a request while it is decided, its head being gone by then. Immutable.
 *
 * @param virtualProxy through which virtual proxy
 * @param reader of credentials, for this peer
 * @param facts of the request
 * @param gateCookie the key of the gate cookie it carries
 * @param oneTime whether it carries a credential that only the hub may see
 * @param target canonical path and query, for coming back
 * @param needsPass whether an access pass is needed for the path
 * @param arrived when its head stood
 */
record Visitor(
        VirtualProxyRules virtualProxy,
        CredentialReader reader,
        RequestFacts facts,
        Optional<SessionKey> gateCookie,
        boolean oneTime,
        String target,
        boolean needsPass,
        Instant arrived) {

    private static final int USER_AGENT_LENGTH = 512;

    static Visitor of(
            Exchange exchange,
            VirtualProxyRules virtualProxy,
            CredentialReader reader,
            Presented presented,
            Instant arrived) {
        RequestHead head = exchange.head();
        String userAgent = head.value(Header.USER_AGENT).orElse("");
        RequestFacts facts = new RequestFacts(
                exchange.requestId(),
                virtualProxy.prefix(),
                head.methodText(),
                head.path(),
                exchange.peerAddress(),
                exchange.clientAddress(),
                head.host(),
                userAgent.length() <= USER_AGENT_LENGTH ? userAgent : userAgent.substring(0, USER_AGENT_LENGTH),
                exchange.secure(),
                !isBrowser(exchange) && presented.gateCookie().isEmpty(),
                presented.credentials(),
                presented.identityHeaders());
        return new Visitor(
                virtualProxy,
                reader,
                facts,
                presented.gateCookie().map(SessionKey::of),
                presented.oneTime(),
                head.path() + head.query(),
                virtualProxy.needsPass(head),
                arrived);
    }

    /** Browsers send Sec-Fetch-*, but for a WebSocket, where they send Origin (RFC 6455 §4.1). */
    private static boolean isBrowser(Exchange exchange) {
        RequestHead head = exchange.head();
        return head.has(Header.SEC_FETCH_SITE)
                || head.has(Header.SEC_FETCH_MODE)
                || head.has(Header.SEC_FETCH_DEST)
                || (exchange.webSocket() && head.has(Header.ORIGIN));
    }

    /** To be let in; the first request of an anonymous user is no WebSocket, whose frames would be paid for at once. */
    Arrival arrival(boolean webSocket) {
        return arrival(Optional.empty(), webSocket ? Anonymous.GO_ON : Anonymous.OPEN);
    }

    /** To be let in once that session of the same user has ended. */
    Arrival ending(SessionId other) {
        return arrival(Optional.of(other), Anonymous.NOTHING);
    }

    /** To be let in with what the hub's answer made of the credentials; who is nobody still goes on as they came. */
    Arrival afterwards() {
        return arrival(Optional.empty(), Anonymous.NOTHING);
    }

    private Arrival arrival(Optional<SessionId> endFirst, Anonymous most) {
        boolean anonymous = virtualProxy.settings().nobody() == VirtualProxySettings.NobodyRule.ANONYMOUS;
        return new Arrival(
                facts,
                gateCookie,
                virtualProxy.settings().idle(),
                endFirst,
                arrived,
                anonymous ? most : Anonymous.NOTHING);
    }

    /** The same visitor with another request, whose head still stands. */
    Visitor as(Exchange exchange) {
        RequestHead head = exchange.head();
        return with(
                facts.credentials(), exchange.requestId(), head.methodText(), head.path(), head.path() + head.query());
    }

    /** Whether these {@code Set-Cookie} values set a credential, be it to the value that it has. */
    boolean setsCredential(List<String> setCookies) {
        return reader.renewed(facts.credentials(), setCookies).isPresent();
    }

    /** The same visitor once the browser has followed these {@code Set-Cookie} values; empty when they change no credential. */
    Optional<Visitor> renewed(List<String> setCookies) {
        return reader.renewed(facts.credentials(), setCookies)
                .filter(after -> !after.equals(facts.credentials()))
                .map(after -> with(after, facts.requestId(), facts.method(), facts.path(), target));
    }

    private Visitor with(Credentials credentials, String requestId, String method, String path, String newTarget) {
        RequestFacts other = new RequestFacts(
                requestId,
                facts.virtualProxy(),
                method,
                path,
                facts.peer(),
                facts.address(),
                facts.host(),
                facts.userAgent(),
                facts.secure(),
                facts.cookieLess(),
                credentials,
                facts.identityHeaders());
        return new Visitor(virtualProxy, reader, other, gateCookie, false, newTarget, needsPass, arrived);
    }
}
