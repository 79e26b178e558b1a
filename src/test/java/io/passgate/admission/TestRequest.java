package io.passgate.admission;

import io.passgate.identity.Credential;
import io.passgate.identity.Credentials;
import io.passgate.identity.RequestFacts;
import io.passgate.session.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request in the making: what it does not say is a browser's at 192.0.2.7 on the default virtual proxy. */
record TestRequest(
        Instant at,
        String virtualProxy,
        String address,
        String userAgent,
        boolean cookieLess,
        Optional<String> gateCookie,
        Credentials credentials,
        Map<String, List<String>> headers,
        Optional<SessionId> endFirst) {

    TestRequest(Instant at) {
        this(at, "/", "192.0.2.7", "Browser/1", false, Optional.empty(), Credentials.NONE, Map.of(), Optional.empty());
    }

    static Credentials credentials(String value) {
        return new Credentials(List.of(new Credential(Credential.Kind.COOKIE, "X-Qlik-Session", value)));
    }

    TestRequest through(String prefix) {
        return new TestRequest(at, prefix, address, userAgent, cookieLess, gateCookie, credentials, headers, endFirst);
    }

    TestRequest from(String client, String agent) {
        return new TestRequest(at, virtualProxy, client, agent, cookieLess, gateCookie, credentials, headers, endFirst);
    }

    /** From a client that keeps no cookies. */
    TestRequest withoutCookies() {
        return new TestRequest(
                at, virtualProxy, address, userAgent, true, Optional.empty(), credentials, headers, endFirst);
    }

    TestRequest gate(String cookie) {
        return gate(Optional.of(cookie));
    }

    TestRequest gate(Optional<String> cookie) {
        return new TestRequest(
                at, virtualProxy, address, userAgent, cookieLess, cookie, credentials, headers, endFirst);
    }

    TestRequest with(Credentials hub) {
        return new TestRequest(at, virtualProxy, address, userAgent, cookieLess, gateCookie, hub, headers, endFirst);
    }

    TestRequest header(String name, String value) {
        return new TestRequest(
                at,
                virtualProxy,
                address,
                userAgent,
                cookieLess,
                gateCookie,
                credentials,
                Map.of(name, List.of(value)),
                endFirst);
    }

    TestRequest ending(AdmittedSession session) {
        return new TestRequest(
                at,
                virtualProxy,
                address,
                userAgent,
                cookieLess,
                gateCookie,
                credentials,
                headers,
                Optional.of(session.session().id()));
    }

    Arrival arrival() {
        return arrival(Arrival.Anonymous.NOTHING);
    }

    Arrival arrival(Arrival.Anonymous anonymous) {
        RequestFacts facts = new RequestFacts(
                "request at " + at,
                virtualProxy,
                "GET",
                "/hub",
                address,
                address,
                "hub.example",
                userAgent,
                true,
                cookieLess,
                credentials,
                headers);
        return new Arrival(facts, gateCookie.map(SessionKey::of), TestGate.IDLE, endFirst, at, anonymous);
    }
}
