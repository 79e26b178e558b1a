package io.passgate.front;

import io.passgate.hub.HubPool;
import java.util.Locale;
import java.util.Optional;

/**
 * Where one virtual proxy lies and which hub is behind it.
 *
 * @param prefix {@code /} or a canonical path without a slash at its end; kept in what the hub gets
 * @param hostName serves only requests for this host, any port; all hosts where absent
 * @param hub the way to its hub; closed by who made it
 */
public record VirtualProxyRoute(String prefix, Optional<String> hostName, HubPool hub) {
    public VirtualProxyRoute {
        if (!prefix.equals("/") && !prefix.matches("(/[A-Za-z0-9._~!$&'()*+,=:@-]+)+")) {
            throw new IllegalArgumentException(
                    "virtualProxies.prefix: expected / or a path such as /finance, not " + prefix);
        }
        hostName = hostName.map(name -> name.toLowerCase(Locale.ROOT));
    }
}
