package io.passgate.wire;

import io.netty.buffer.ByteBuf;

/** The head of one answer of the hub as offsets into a byte array. Reused like {@link RequestHead}. */
public final class ResponseHead extends Fields {
    /** {@link #bodyLength()} of a body that ends with the connection (RFC 9112 §6.3). */
    public static final long UNTIL_CLOSE = -2;

    private static final int FIRST_COPY = 2048;
    private static final byte[] VERSION = Ascii.bytes("HTTP/1.");
    private static final byte[] CLOSE = Ascii.bytes("close");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("keep-alive");
    private static final byte[] UPGRADE = Ascii.bytes("upgrade");
    private static final byte[] WEBSOCKET = Ascii.bytes("websocket");

    int statusStart;
    int statusLineEnd;
    boolean bodyless;
    private int status;
    private boolean http10;
    private long bodyLength;
    private boolean keepAlive;

    /** An empty head; it grows to the limits it is scanned with. */
    public ResponseHead() {
        super(FIRST_COPY);
    }

    /**
     * Scans a status line and header section from the reader index of {@code in}, which is not moved, and checks its framing.
     *
     * @param toHead whether this answers a HEAD request
     * @return how many bytes the head takes, or -1 while it is not complete
     * @throws Malformed when it is not what RFC 9112 §4–6 allows, or larger than {@code limits}
     */
    public int scan(ByteBuf in, HeadLimits limits, boolean toHead) {
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
        if (end != INCOMPLETE) {
            check(toHead);
        }
        return end;
    }

    private int scan(int limit, HeadLimits limits) {
        clear();
        int line = scanStatusLine(limit);
        return line == INCOMPLETE ? INCOMPLETE : scanFields(line, limit, limits.fields());
    }

    private int scanStatusLine(int limit) {
        byte[] b = bytes;
        for (int i = 0; i < VERSION.length && i < limit; i++) {
            if (b[i] != VERSION[i]) {
                throw new Malformed(Flaw.STATUS_LINE);
            }
        }
        int p = VERSION.length;
        if (limit < p + 5) {
            return INCOMPLETE;
        }
        if ((b[p] != '0' && b[p] != '1') || b[p + 1] != ' ') {
            throw new Malformed(Flaw.STATUS_LINE);
        }
        http10 = b[p] == '0';
        statusStart = p + 2;
        status = 0;
        for (p = statusStart; p < statusStart + 3; p++) {
            int digit = b[p] - '0';
            if (digit < 0 || digit > 9) {
                throw new Malformed(Flaw.STATUS_LINE);
            }
            status = status * 10 + digit;
        }
        if (status < 100 || status > 599 || (p < limit && b[p] != ' ' && b[p] != Ascii.CR)) {
            throw new Malformed(Flaw.STATUS_LINE);
        }
        while (p < limit && Ascii.VALUE[b[p] & 0xff]) {
            p++;
        }
        statusLineEnd = p;
        return p == limit ? INCOMPLETE : endOfLine(p, limit);
    }

    private void check(boolean toHead) {
        long length = BodyLength.of(this, http10);
        HopByHop.dropNominated(this);
        keepAlive = http10 ? hasToken(Header.CONNECTION, KEEP_ALIVE) : !hasToken(Header.CONNECTION, CLOSE);
        bodyless = toHead || status < 200 || status == 204 || status == 304;
        if (bodyless) {
            bodyLength = 0;
            if (status < 200 || status == 204) {
                promisesNone(length);
                drop(Header.CONTENT_LENGTH);
            }
        } else {
            bodyLength = length == BodyLength.NONE_GIVEN ? UNTIL_CLOSE : length;
        }
    }

    /**
     * These have no body and must not speak of one (RFC 9112 §6.1, RFC 9110 §8.6). A hub that does may send it all the same, and
     * later: its bytes would be taken for the next answer.
     */
    private void promisesNone(long length) {
        if (length == BodyLength.NONE_GIVEN || length == 0) {
            return;
        }
        if (status < 200) {
            throw new Malformed(length == RequestHead.CHUNKED ? Flaw.TRANSFER_ENCODING : Flaw.CONTENT_LENGTH);
        }
        keepAlive = false;
    }

    public int status() {
        return status;
    }

    /** Whether this is not the last head of its answer (RFC 9110 §15.2); 101 is a last one. */
    public boolean informational() {
        return status < 200 && status != 101;
    }

    /** {@link RequestHead#CHUNKED}, {@link #UNTIL_CLOSE}, or the number of bytes. */
    public long bodyLength() {
        return bodyLength;
    }

    /** Whether the hub keeps the connection. */
    public boolean keepAlive() {
        return keepAlive && bodyLength != UNTIL_CLOSE;
    }

    /** Whether this 101 opens the WebSocket that was asked for with a key whose accept value this is (RFC 6455 §4.1). */
    public boolean opensWebSocket(byte[] accept) {
        int field = first(Header.SEC_WEBSOCKET_ACCEPT);
        return status == 101
                && field >= 0
                && Ascii.equal(bytes, valueStart(field), valueEnd(field), accept)
                && next(Header.SEC_WEBSOCKET_ACCEPT, field + 1) < 0
                && hasToken(Header.UPGRADE, WEBSOCKET)
                && hasToken(Header.CONNECTION, UPGRADE);
    }
}
