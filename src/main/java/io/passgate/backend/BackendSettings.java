package io.passgate.backend;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the license backend is reached. Immutable.
 *
 * @param url its base address, {@code https} only
 * @param trust PEM file of the certificate authorities that may vouch for it; none: those of the Java platform
 * @param forwardProxy the proxy on the way there, {@code http://host:port}
 */
public record BackendSettings(URI url, Optional<Path> trust, Optional<URI> forwardProxy) {

    /** @throws IllegalArgumentException when the license backend would be reached in clear */
    public BackendSettings {
        if (!"https".equals(url.getScheme())) {
            throw new IllegalArgumentException("the license backend is reached by https only");
        }
    }
}
