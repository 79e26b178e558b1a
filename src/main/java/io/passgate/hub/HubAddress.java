package io.passgate.hub;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/**
 * One address of a hub.
 *
 * @param host name or IP address, without brackets
 * @param authority host and, unless it is the scheme's own, port: what Host says
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, written to by nobody
record HubAddress(String host, int port, boolean tls, byte[] authority) {
    static HubAddress of(URI url) {
        boolean tls = url.getScheme().equalsIgnoreCase("https");
        int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
        String host = url.getHost();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        String authority = port == (tls ? 443 : 80) ? host : host + ':' + port;
        return new HubAddress(bare, port, tls, authority.getBytes(StandardCharsets.ISO_8859_1));
    }

    boolean isName() {
        return NetUtil.createByteArrayFromIpAddressString(host) == null;
    }

    /** Resolved when the host is an IP address, so that nothing needs looking up. */
    InetSocketAddress socketAddress() {
        byte[] ip = NetUtil.createByteArrayFromIpAddressString(host);
        if (ip == null) {
            return InetSocketAddress.createUnresolved(host, port);
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(ip), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }
}
