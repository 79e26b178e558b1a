package io.passgate.rest;

import java.net.PasswordAuthentication;
import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * The way of a call to its origin server, which is reached by TLS. Immutable.
 *
 * @param origin scheme, host and port of the server
 * @param tls whom to trust, and what to show of oneself
 * @param proxy the forward proxy on the way
 */
public record HttpRoute(URI origin, SSLContext tls, Optional<Proxy> proxy) {

    /**
     * A forward proxy, which tunnels by {@code CONNECT} (RFC 9110 §9.3.6).
     *
     * @param url {@code http://host:port}, or {@code https} where it is reached by TLS itself
     * @param shown to it by Basic authentication (RFC 7617)
     */
    public record Proxy(URI url, Optional<PasswordAuthentication> shown) {
        boolean byTls() {
            return "https".equals(url.getScheme());
        }
    }

    /** Host and port as a request names them. */
    public static String authority(URI url, boolean alwaysPort) {
        return url.getHost() + (alwaysPort || url.getPort() >= 0 ? ":" + port(url) : "");
    }

    /** Name or address, without brackets. */
    static String host(URI url) {
        String host = String.valueOf(url.getHost());
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : "http".equals(url.getScheme()) ? 80 : 443;
    }
}
