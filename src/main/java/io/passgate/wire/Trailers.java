package io.passgate.wire;

import io.netty.buffer.ByteBuf;

/**
 * The trailer section of a chunked body (RFC 9112 §7.1.2), collected, checked and freed of what must not come so late.
 *
 * <p>Only what no recipient may act upon passes: whatever the gate knows by name (framing, routing, credentials, cookies,
 * forwarded and identity headers) is taken out (RFC 9110 §6.5.1).
 */
final class Trailers extends Fields {
    private static final int MAX_BYTES = 8 << 10;
    private static final int MAX_FIELDS = 32;

    private int length;

    Trailers() {
        super(512);
    }

    /**
     * Takes trailer bytes up to and with the empty line.
     *
     * @return whether the section is complete
     */
    boolean take(ByteBuf in) {
        while (in.isReadable()) {
            byte b = in.readByte();
            if (length == MAX_BYTES) {
                throw new Malformed(Flaw.TRAILER);
            }
            if (length == bytes.length) {
                bytes = java.util.Arrays.copyOf(bytes, length * 2);
            }
            bytes[length++] = b;
            if (b == Ascii.LF && endsSection()) {
                return true;
            }
        }
        return false;
    }

    private boolean endsSection() {
        boolean empty = length == 2 || (length >= 4 && bytes[length - 4] == Ascii.CR && bytes[length - 3] == Ascii.LF);
        return empty && bytes[length - 2] == Ascii.CR;
    }

    /** Writes what may pass, and the empty line. */
    void write(ByteBuf out) {
        clear();
        if (scanFields(0, length, MAX_FIELDS) != length) {
            throw new Malformed(Flaw.TRAILER);
        }
        for (int i = 0; i < count(); i++) {
            if (!dropped(i) && header(i) == Header.OTHER) {
                out.writeBytes(bytes, nameStart(i), lineEnd(i) - nameStart(i));
            }
        }
        out.writeShort('\r' << 8 | '\n');
        length = 0;
    }
}
