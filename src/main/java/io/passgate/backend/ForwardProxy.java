package io.passgate.backend;

import io.passgate.rest.HttpRoute;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.util.Optional;

/**
 * The proxy on the way to the license backend. Immutable; its text form holds no password.
 *
 * @param url {@code http://host:port}, or {@code https} where the proxy itself is reached by TLS
 * @param credentials what it is shown, if it wants any
 */
public record ForwardProxy(URI url, Optional<Credentials> credentials) {

    /**
     * Basic authentication (RFC 7617).
     *
     * @param user without a colon
     */
    public record Credentials(String user, String password) {

        /** Checks. */
        public Credentials {
            if (user.contains(":")) {
                throw new IllegalArgumentException("the user of a forward proxy has no colon (RFC 7617 §2)");
            }
        }

        /** Never the password. */
        @Override
        public String toString() {
            return "Credentials[" + user + "]";
        }
    }

    HttpRoute.Proxy onTheWay() {
        return new HttpRoute.Proxy(
                url,
                credentials.map(shown -> new PasswordAuthentication(
                        shown.user(), shown.password().toCharArray())));
    }
}
