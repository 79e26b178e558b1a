package io.passgate.admin;

import java.net.InetSocketAddress;

/**
 * Where the administration listens. Immutable.
 *
 * @param address host and port; port 0 takes a free one
 */
public record AdminSettings(InetSocketAddress address) {}
