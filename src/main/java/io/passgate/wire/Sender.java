package io.passgate.wire;

import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;

/**
 * Where a request came from, as the gate tells it to the hub: X-Forwarded-For, -Proto, -Host, -Port and Forwarded (RFC 7239).
 * Immutable; one instance serves all requests of a connection whose peer is not a trusted proxy.
 */
public final class Sender {
    private static final byte[] FORWARDED_HOST = Ascii.bytes(";host=\"");
    private static final byte[] X_HOST = Ascii.bytes("\"\r\nX-Forwarded-Host: ");
    private static final byte[] X_PORT = Ascii.bytes("\r\nX-Forwarded-Port: ");
    private static final byte[] HTTPS_PORT = Ascii.bytes("443\r\n");
    private static final byte[] HTTP_PORT = Ascii.bytes("80\r\n");

    private final String address;
    private final boolean secure;
    private final byte[] lines;
    private final byte[] host;

    private Sender(String address, boolean secure, String chain, byte[] host) {
        this.address = address;
        this.secure = secure;
        this.host = host;
        String node = address.indexOf(':') < 0 ? address : "\"[" + address + "]\"";
        String proto = secure ? "https" : "http";
        this.lines = Ascii.bytes("X-Forwarded-For: " + chain + "\r\nX-Forwarded-Proto: " + proto + "\r\nForwarded: for="
                + node + ";proto=" + proto);
    }

    /** The TCP peer itself. */
    public static Sender of(String peerAddress, boolean secure) {
        return new Sender(peerAddress, secure, peerAddress, new byte[0]);
    }

    /**
     * What a trusted proxy says of this request. From the right, addresses of trusted proxies are passed over; the first other
     * one is the client. Anything that is not an address ends the chain there. Only the X-Forwarded-* family is read.
     */
    public static Sender behind(String peerAddress, boolean secure, RequestHead head, TrustedProxies trusted) {
        String[] hops = String.join(",", head.values("x-forwarded-for")).split(",", -1);
        String client = peerAddress;
        StringBuilder chain = new StringBuilder(peerAddress);
        for (int i = hops.length - 1; i >= 0 && trusted.contains(client); i--) {
            String hop = hops[i].strip();
            if (!isAddress(hop)) {
                break;
            }
            client = hop;
            chain.insert(0, hop + ", ");
        }
        String proto = last(head, Header.X_FORWARDED_PROTO);
        boolean https = proto.equalsIgnoreCase("https") || (secure && !proto.equalsIgnoreCase("http"));
        byte[] host = Ascii.bytes(last(head, Header.X_FORWARDED_HOST));
        return new Sender(
                client, https, chain.toString(), TargetGuard.isHost(host, 0, host.length) ? host : new byte[0]);
    }

    private static boolean isAddress(String text) {
        return NetUtil.isValidIpV4Address(text)
                || (text.indexOf('%') < 0 && text.indexOf('[') < 0 && NetUtil.isValidIpV6Address(text));
    }

    private static String last(RequestHead head, Header header) {
        String value = head.value(header).orElse("");
        return value.substring(value.lastIndexOf(',') + 1).strip();
    }

    /** The client's address in textual form. */
    public String address() {
        return address;
    }

    /** Whether the client came over TLS. */
    public boolean secure() {
        return secure;
    }

    /** How many bytes {@link #write} adds at most. */
    int size() {
        return lines.length + 2 * (host.length + 260) + 64;
    }

    /** Writes the forwarded lines of a request. */
    void write(ByteBuf out, RequestHead head) {
        out.writeBytes(lines);
        byte[] b = host.length > 0 ? host : head.bytes;
        int start = host.length > 0 ? 0 : head.hostStart;
        int end = host.length > 0 ? host.length : head.hostEnd;
        if (end > start) {
            out.writeBytes(FORWARDED_HOST).writeBytes(b, start, end - start);
            out.writeBytes(X_HOST).writeBytes(b, start, end - start);
        }
        out.writeBytes(X_PORT);
        int port = end;
        while (port > start && b[port - 1] != ':' && b[port - 1] != ']') {
            port--;
        }
        if (port > start && b[port - 1] == ':') {
            out.writeBytes(b, port, end - port).writeShort('\r' << 8 | '\n');
        } else {
            out.writeBytes(secure ? HTTPS_PORT : HTTP_PORT);
        }
    }
}
