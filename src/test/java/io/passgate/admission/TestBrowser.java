package io.passgate.admission;

import io.passgate.identity.Credentials;
import io.passgate.identity.User;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One context of a browser on one machine: keeps the gate's cookies, one per virtual proxy, and its own login at the hub.
 * Confined to one thread.
 */
final class TestBrowser {

    private static final AtomicLong LOGINS = new AtomicLong();

    private final TestGate gate;
    private final String address;
    private final String userAgent;
    private final Map<String, String> cookies = new ConcurrentHashMap<>();
    private Credentials credentials = Credentials.NONE;

    TestBrowser(TestGate gate, String address, String userAgent) {
        this.gate = gate;
        this.address = address;
        this.userAgent = userAgent;
    }

    /** Signs in at the hub: credentials of this context alone. */
    TestBrowser signIn(User user) {
        return signIn(user, TestRequest.credentials("login-" + LOGINS.incrementAndGet()));
    }

    TestBrowser signIn(User user, Credentials with) {
        credentials = with;
        gate.hub.signIn(with, user);
        return this;
    }

    TestRequest request(String virtualProxy) {
        return gate.request()
                .through(virtualProxy)
                .from(address, userAgent)
                .with(credentials)
                .gate(cookie(virtualProxy));
    }

    Optional<String> cookie(String virtualProxy) {
        return Optional.ofNullable(cookies.get(virtualProxy));
    }

    Admittance open(String virtualProxy) {
        return answered(virtualProxy, gate.arrive(request(virtualProxy).arrival()));
    }

    Admittance open() {
        return open("/");
    }

    AdmittedSession session() {
        return TestGate.session(open());
    }

    Admittance answered(String virtualProxy, Admittance admittance) {
        if (admittance instanceof Admittance.Admitted admitted) {
            admitted.newCookie().ifPresent(c -> cookies.put(virtualProxy, c));
        }
        return admittance;
    }

    /** Everything it held is closed: session cookies are gone, the hub's persistent cookie stays. */
    TestBrowser reopened() {
        cookies.clear();
        return this;
    }
}
