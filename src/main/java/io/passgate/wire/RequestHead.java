package io.passgate.wire;

import io.netty.buffer.ByteBuf;

/**
 * The head of one request as offsets into a byte array.
 *
 * <p>Filled by {@link #scan} from HTTP/1.1 bytes, checked and completed by {@link RequestGuard}. Instances are reused: what was
 * read from one is valid until it is given back. Confined to one event loop.
 */
public final class RequestHead extends Fields {
    /** {@link #bodyLength()} of a chunked body. */
    public static final long CHUNKED = -1;

    private static final int FIRST_COPY = 2048;
    private static final byte[] VERSION = Ascii.bytes("HTTP/1.");

    int methodStart;
    int methodEnd;
    int targetStart;
    int targetEnd;
    int pathStart;
    int pathEnd;
    int queryStart;
    int hostStart;
    int hostEnd;
    long bodyLength;
    boolean keepAlive;
    boolean webSocket;
    boolean expectContinue;

    private Method method = Method.OTHER;
    private boolean http10;

    /** An empty head; it grows to the limits it is scanned with. */
    public RequestHead() {
        super(FIRST_COPY);
    }

    /**
     * Scans a request line and header section from the reader index of {@code in}, which is not moved. One empty line before
     * them is passed over (RFC 9112 §2.2).
     *
     * @return how many bytes the head takes, or -1 while it is not complete
     * @throws Malformed when it is not what RFC 9112 §2–5 allows, or larger than {@code limits}
     */
    public int scan(ByteBuf in, HeadLimits limits) {
        int offered = Math.min(in.readableBytes(), limits.headBytes());
        int length = Math.min(offered, FIRST_COPY);
        in.getBytes(in.readerIndex(), bytes, 0, length);
        int end = scan(length, limits);
        if (end == INCOMPLETE && offered > length) {
            if (bytes.length < offered) {
                bytes = new byte[limits.headBytes()];
            }
            in.getBytes(in.readerIndex(), bytes, 0, offered);
            length = offered;
            end = scan(length, limits);
        }
        if (end == INCOMPLETE && length == limits.headBytes()) {
            throw new Malformed(Flaw.LARGE_HEAD);
        }
        return end;
    }

    private int scan(int limit, HeadLimits limits) {
        clear();
        bodyLength = 0;
        webSocket = false;
        expectContinue = false;
        hostEnd = hostStart = 0;
        int p = limit >= 2 && bytes[0] == Ascii.CR && bytes[1] == Ascii.LF ? 2 : 0;
        int line = scanRequestLine(p, limit);
        if (line == INCOMPLETE ? limit - p > limits.requestLineBytes() : line - p > limits.requestLineBytes()) {
            throw new Malformed(Flaw.LONG_REQUEST_LINE);
        }
        return line == INCOMPLETE ? INCOMPLETE : scanFields(line, limit, limits.fields());
    }

    /** RFC 9112 §3: one SP each, nothing before or behind. */
    private int scanRequestLine(int start, int limit) {
        byte[] b = bytes;
        int p = start;
        while (p < limit && Ascii.FOLD[b[p] & 0xff] != 0) {
            p++;
        }
        if (p == limit || (p == start && b[p] == Ascii.CR && p + 1 == limit)) {
            return INCOMPLETE;
        }
        if (p == start || b[p] != ' ') {
            throw new Malformed(Flaw.REQUEST_LINE);
        }
        methodStart = start;
        methodEnd = p++;
        targetStart = p;
        while (p < limit && b[p] > ' ' && b[p] < 0x7f) {
            p++;
        }
        if (p == limit) {
            return INCOMPLETE;
        }
        if (b[p] != ' ') {
            throw new Malformed(b[p] < 0 || b[p] == 0x7f ? Flaw.TARGET : Flaw.REQUEST_LINE);
        }
        if (p == targetStart) {
            throw new Malformed(Flaw.REQUEST_LINE);
        }
        targetEnd = p++;
        method = Method.of(b, methodStart, methodEnd);
        return scanVersion(p, limit);
    }

    private int scanVersion(int start, int limit) {
        for (int i = 0; i < VERSION.length; i++) {
            if (start + i == limit) {
                return INCOMPLETE;
            }
            if (bytes[start + i] != VERSION[i]) {
                boolean otherMajor = i == 5 && bytes[start + i] >= '0' && bytes[start + i] <= '9';
                throw new Malformed(otherMajor ? Flaw.VERSION : Flaw.REQUEST_LINE);
            }
        }
        int p = start + VERSION.length;
        if (p == limit) {
            return INCOMPLETE;
        }
        if (bytes[p] != '0' && bytes[p] != '1') {
            throw new Malformed(bytes[p] >= '2' && bytes[p] <= '9' ? Flaw.VERSION : Flaw.REQUEST_LINE);
        }
        http10 = bytes[p++] == '0';
        if (p == limit) {
            return INCOMPLETE;
        }
        if (bytes[p] != Ascii.CR) {
            throw new Malformed(bytes[p] == Ascii.LF ? Flaw.BARE_LF : Flaw.REQUEST_LINE);
        }
        return endOfLine(p, limit);
    }

    public Method method() {
        return method;
    }

    /** The method as it was sent, for those that are {@link Method#OTHER}. */
    public String methodText() {
        return Ascii.text(bytes, methodStart, methodEnd);
    }

    /** Whether the client speaks HTTP/1.0. */
    public boolean http10() {
        return http10;
    }

    /** Where the canonical path begins in {@link #bytes()}; see {@link CanonicalPath}. */
    public int pathStart() {
        return pathStart;
    }

    public int pathEnd() {
        return pathEnd;
    }

    /** The canonical path, which rules look at and the hub gets. */
    public String path() {
        return Ascii.text(bytes, pathStart, pathEnd);
    }

    /** The query with its question mark as it was sent, or nothing. */
    public String query() {
        return Ascii.text(bytes, queryStart(), targetEnd);
    }

    public int queryStart() {
        return queryStart;
    }

    public int queryEnd() {
        return targetEnd;
    }

    /** The host and port the client asked for, or nothing (HTTP/1.0 without Host). */
    public String host() {
        return Ascii.text(bytes, hostStart, hostEnd);
    }

    /** How long the body is: {@link #CHUNKED}, 0 for none, else the number of bytes. */
    public long bodyLength() {
        return bodyLength;
    }

    /** Whether the client wants to keep the connection (RFC 9112 §9.3). */
    public boolean keepAlive() {
        return keepAlive;
    }

    /** Whether this is a valid request for a WebSocket (RFC 6455 §4.2.1). */
    public boolean webSocket() {
        return webSocket;
    }

    /** Whether the client waits for 100 (Continue) before it sends the body. */
    public boolean expectContinue() {
        return expectContinue;
    }

    /**
     * The value of the first cookie of this name, from the cookie field {@code from} on.
     *
     * @return start and end as {@code start << 32 | end}, or -1
     */
    public long cookie(byte[] name) {
        for (int i = first(Header.COOKIE); i >= 0; i = next(Header.COOKIE, i + 1)) {
            long found = Cookies.find(bytes, valueStart(i), valueEnd(i), name);
            if (found >= 0) {
                return found;
            }
        }
        return -1;
    }

    /** The values of all cookies of this name, in order. */
    public java.util.List<String> cookies(String name) {
        java.util.List<String> values = new java.util.ArrayList<>(1);
        byte[] wanted = Ascii.bytes(name);
        for (int i = first(Header.COOKIE); i >= 0; i = next(Header.COOKIE, i + 1)) {
            int start = valueStart(i);
            for (long found = Cookies.find(bytes, start, valueEnd(i), wanted);
                    found >= 0;
                    found = Cookies.find(bytes, (int) found, valueEnd(i), wanted)) {
                values.add(Ascii.text(bytes, (int) (found >> 32), (int) found));
            }
        }
        return values;
    }
}
