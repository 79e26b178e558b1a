package io.passgate.admin;

import java.net.InetSocketAddress;
import java.net.URI;

/**
 * Where the administration listens. Immutable.
 *
 * @param address host and port; port 0 takes a free one
 */
public record AdminSettings(InetSocketAddress address) {

    /** Where it is reached from this machine. */
    public URI url() {
        String host = address.getHostString();
        String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        return URI.create(
                "http://" + (reachable.contains(":") ? "[" + reachable + "]" : reachable) + ":" + address.getPort());
    }
}
