package io.passgate.wire;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** Reads and cuts cookies in the bytes of a {@code Cookie} field value (RFC 6265 §4.2.1). */
final class Cookies {
    private Cookies() {}

    /** The value of the first cookie of this name in {@code [start, end)} as {@code start << 32 | end}, or -1. */
    static long find(byte[] b, int start, int end, byte[] name) {
        for (int p = start; p < end; ) {
            int pair = skip(b, p, end);
            int stop = semicolon(b, pair, end);
            if (isNamed(b, pair, stop, name)) {
                int value = pair + name.length;
                while (value < stop && (Ascii.isSpace(b[value]) || b[value] == '=')) {
                    if (b[value++] == '=') {
                        break;
                    }
                }
                int valueEnd = stop;
                while (valueEnd > value && Ascii.isSpace(b[valueEnd - 1])) {
                    valueEnd--;
                }
                while (value < valueEnd && Ascii.isSpace(b[value])) {
                    value++;
                }
                return (long) value << 32 | valueEnd;
            }
            p = stop + 1;
        }
        return -1;
    }

    /** Writes {@code name: value CRLF} of a cookie line without the cookies named; nothing when none is left. */
    static void cut(ByteBuf out, Fields head, int field, List<byte[]> names) {
        byte[] b = head.bytes();
        int end = head.valueEnd(field);
        boolean any = false;
        for (int p = head.valueStart(field); p < end; ) {
            int pair = skip(b, p, end);
            int stop = semicolon(b, pair, end);
            if (stop > pair && !isAnyNamed(b, pair, stop, names)) {
                if (any) {
                    out.writeShort(';' << 8 | ' ');
                } else {
                    out.writeBytes(b, head.nameStart(field), head.nameEnd(field) - head.nameStart(field));
                    out.writeShort(':' << 8 | ' ');
                    any = true;
                }
                out.writeBytes(b, pair, stop - pair);
            }
            p = stop + 1;
        }
        if (any) {
            out.writeShort('\r' << 8 | '\n');
        }
    }

    /** Whether the cookie at {@code [pair, stop)} has one of the names. */
    static boolean isAnyNamed(byte[] b, int pair, int stop, List<byte[]> names) {
        for (int i = 0; i < names.size(); i++) {
            if (isNamed(b, pair, stop, names.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** Cookie names are case-sensitive; space around the name does not make it another one (RFC 6265 §5.2). */
    private static boolean isNamed(byte[] b, int pair, int stop, byte[] name) {
        int end = pair + name.length;
        if (end > stop || !Ascii.equal(b, pair, end, name)) {
            return false;
        }
        while (end < stop && Ascii.isSpace(b[end])) {
            end++;
        }
        return end == stop || b[end] == '=';
    }

    private static int skip(byte[] b, int p, int end) {
        while (p < end && (Ascii.isSpace(b[p]) || b[p] == ';')) {
            p++;
        }
        return p;
    }

    private static int semicolon(byte[] b, int p, int end) {
        while (p < end && b[p] != ';') {
            p++;
        }
        return p;
    }
}
