package io.passgate.front;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One address the gate listens at.
 *
 * @param address where; port 0 takes any free one
 * @param tls the certificate to show; clear text where absent
 * @param redirectPort answers everything with a redirect to HTTPS at this port instead of serving it
 */
public record ListenerSettings(InetSocketAddress address, Optional<Tls> tls, Optional<Integer> redirectPort) {
    /**
     * @param certificate PEM file, the server's certificate first, then its issuers
     * @param key PEM file, PKCS #8, not encrypted
     */
    public record Tls(Path certificate, Path key) {}

    public ListenerSettings {
        if (tls.isPresent() && redirectPort.isPresent()) {
            throw new IllegalArgumentException("listen: expected either tls or redirectTo, not both");
        }
    }

    /** Clear text. */
    public static ListenerSettings clear(InetSocketAddress address) {
        return new ListenerSettings(address, Optional.empty(), Optional.empty());
    }

    /** TLS. */
    public static ListenerSettings tls(InetSocketAddress address, Path certificate, Path key) {
        return new ListenerSettings(address, Optional.of(new Tls(certificate, key)), Optional.empty());
    }

    /** Redirects to HTTPS at {@code port}. */
    public static ListenerSettings redirect(InetSocketAddress address, int port) {
        return new ListenerSettings(address, Optional.empty(), Optional.of(port));
    }
}
