package io.passgate.wire;

import java.nio.charset.StandardCharsets;

/** The character classes of RFC 9110 as 256-entry tables, and the comparisons that use them. */
final class Ascii {
    static final byte CR = '\r';
    static final byte LF = '\n';

    /** Token characters folded for comparison (lower case, underscore as hyphen); 0 for what is no token character. */
    static final byte[] FOLD = new byte[256];

    /** Lower case; everything else as it is. */
    static final byte[] LOWER = new byte[256];

    /** Whether a byte may stand in a field value: HTAB, SP, VCHAR, obs-text (RFC 9110 §5.5). */
    static final boolean[] VALUE = new boolean[256];

    static {
        for (int c = 0; c < 256; c++) {
            LOWER[c] = (byte) (c >= 'A' && c <= 'Z' ? c + 32 : c);
            VALUE[c] = c == '\t' || (c >= ' ' && c != 0x7f);
            if (isAlphanumeric(c) || (c < 128 && "!#$%&'*+-.^_`|~".indexOf(c) >= 0)) {
                FOLD[c] = c == '_' ? (byte) '-' : LOWER[c];
            }
        }
    }

    private Ascii() {}

    static boolean isAlphanumeric(int c) {
        int lower = c | 0x20;
        return (c >= '0' && c <= '9') || (lower >= 'a' && lower <= 'z');
    }

    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 127 || FOLD[text.charAt(i)] == 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    static boolean isFieldValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 255 || !VALUE[text.charAt(i)]) {
                return false;
            }
        }
        return true;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] lower(String text) {
        byte[] bytes = bytes(text);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = LOWER[bytes[i] & 0xff];
        }
        return bytes;
    }

    /** Whether {@code [start, end)} equals {@code lower} ignoring case. */
    static boolean equalsLower(byte[] bytes, int start, int end, byte[] lower) {
        if (end - start != lower.length) {
            return false;
        }
        for (int i = 0; i < lower.length; i++) {
            if (LOWER[bytes[start + i] & 0xff] != lower[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether {@code [start, end)} equals {@code lower} ignoring case and the difference of underscore and hyphen. */
    static boolean equalsFolded(byte[] bytes, int start, int end, byte[] lower) {
        return end - start == lower.length && startsFolded(bytes, start, end, lower);
    }

    static boolean startsFolded(byte[] bytes, int start, int end, byte[] lower) {
        if (end - start < lower.length) {
            return false;
        }
        for (int i = 0; i < lower.length; i++) {
            if (FOLD[bytes[start + i] & 0xff] != FOLD[lower[i] & 0xff]) {
                return false;
            }
        }
        return true;
    }

    static boolean startsLower(byte[] bytes, int start, int end, byte[] lower) {
        return end - start >= lower.length && equalsLower(bytes, start, start + lower.length, lower);
    }

    static boolean equal(byte[] bytes, int start, int end, byte[] other) {
        return java.util.Arrays.equals(bytes, start, end, other, 0, other.length);
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }

    static String text(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    static int hex(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
