package io.passgate.wire;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.List;

/**
 * The trailer section of a chunked body (RFC 9112 §7.1.2), collected, checked and freed of what must not come so late.
 *
 * <p>Only what no recipient may act upon passes: whatever the gate knows by name (framing, routing, credentials, cookies,
 * forwarded and identity headers) is taken out (RFC 9110 §6.5.1), and so is what it is told never to let come so late.
 */
final class Trailers extends Fields {
    private static final int MAX_BYTES = 8 << 10;
    private static final int MAX_FIELDS = 32;

    private final List<byte[]> neverLate;
    private int length;

    /** Takes out these names (in lower case) too, in every spelling. */
    Trailers(List<byte[]> neverLate) {
        super(512);
        this.neverLate = neverLate;
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
                bytes = Arrays.copyOf(bytes, length * 2);
            }
            bytes[length++] = b;
            if (b == Ascii.LF) {
                if (length < 2 || bytes[length - 2] != Ascii.CR) {
                    throw new Malformed(Flaw.BARE_LF);
                }
                if (endsSection()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the CRLF just taken stands on a line of its own. */
    private boolean endsSection() {
        return length == 2 || (length >= 4 && bytes[length - 4] == Ascii.CR && bytes[length - 3] == Ascii.LF);
    }

    /** Writes what may pass, and the empty line. */
    void write(ByteBuf out) {
        clear();
        if (scanFields(0, length, MAX_FIELDS) != length) {
            throw new Malformed(Flaw.TRAILER);
        }
        neverLate.forEach(this::drop);
        for (int i = 0; i < count(); i++) {
            if (!dropped(i) && header(i) == Header.OTHER) {
                out.writeBytes(bytes, nameStart(i), lineEnd(i) - nameStart(i));
            }
        }
        out.writeShort('\r' << 8 | '\n');
        length = 0;
    }
}
