package io.passgate.backend;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the license backend is reached. Immutable.
 *
 * @param url its base address, {@code https} only
 * @param trust PEM file of the certificate authorities that may vouch for it; none: those of the Java platform
 * @param forwardProxy the proxy on the way there
 * @param certificate what the site shows of itself, if the license backend wants that
 */
public record BackendSettings(
        URI url, Optional<Path> trust, Optional<ForwardProxy> forwardProxy, Optional<ClientCertificate> certificate) {

    /**
     * A client certificate and its key, both PEM files; read anew for each connection.
     *
     * @param chain the certificate first, then its issuers
     * @param key PKCS #8, not encrypted
     */
    public record ClientCertificate(Path chain, Path key) {}

    /** @throws IllegalArgumentException when the license backend would be reached in clear */
    public BackendSettings {
        if (!"https".equals(url.getScheme())) {
            throw new IllegalArgumentException("the license backend is reached by https only");
        }
    }

    /** Without a client certificate. */
    public BackendSettings(URI url, Optional<Path> trust, Optional<ForwardProxy> forwardProxy) {
        this(url, trust, forwardProxy, Optional.empty());
    }
}
