package io.passgate.doctor;

import io.passgate.backend.ForwardProxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that is reached over the network, and what the settings call it. Immutable.
 *
 * @param subject the finding's subject
 * @param whose what sentences call it: {@code the hub}
 * @param key where it stands in the settings: {@code virtualProxies[].hub}
 * @param urlKey where its address stands there: {@code virtualProxies[].hub.urls}
 * @param url its address, {@code http} or {@code https}
 * @param trust PEM file of the authorities that may vouch for it; none: those of the Java platform
 * @param forwardProxy the proxy on the way there
 */
record Target(
        Subject subject,
        String whose,
        String key,
        String urlKey,
        URI url,
        Optional<Path> trust,
        Optional<ForwardProxy> forwardProxy) {

    boolean isTls() {
        return isTls(url);
    }

    private static boolean isTls(URI url) {
        return "https".equals(url.getScheme().toLowerCase(Locale.ROOT));
    }

    /** The name or address, without brackets. */
    String host() {
        return bare(url);
    }

    int port() {
        return port(url);
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : isTls(url) ? 443 : 80;
    }

    boolean showsCredentials() {
        return forwardProxy.flatMap(ForwardProxy::credentials).isPresent();
    }

    /** Whether the proxy itself is reached by TLS. */
    boolean isProxyTls() {
        return forwardProxy.filter(proxy -> isTls(proxy.url())).isPresent();
    }

    /** Whom a connection is made to: the proxy where there is one. */
    String nextHost() {
        return bare(forwardProxy.map(ForwardProxy::url).orElse(url));
    }

    int nextPort() {
        return forwardProxy.map(proxy -> port(proxy.url())).orElseGet(this::port);
    }

    /** Whom a connection is made to, in a sentence. */
    String next() {
        return forwardProxy.isPresent() ? "the forward proxy" : whose;
    }

    /** The key of the address that a connection is made to. */
    String nextKey() {
        return forwardProxy.isPresent() ? key + ".forwardProxy" : urlKey;
    }

    /** Host and port as HTTP writes them. */
    String authority() {
        return url.getHost() + ":" + port();
    }

    private static String bare(URI url) {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
