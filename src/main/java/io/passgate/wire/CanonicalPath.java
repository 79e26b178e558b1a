package io.passgate.wire;

/**
 * Brings a path into the one form that rules and hub alike see (RFC 3986 §6.2.2), in place.
 *
 * <ul>
 *   <li>percent-encoded unreserved characters are decoded, other percent sequences get upper-case digits;
 *   <li>then {@code .} and {@code ..} segments are resolved (never above the root) and runs of slashes become one;
 *   <li>refused, because hubs differ in how they read them: a backslash, encoded slash or backslash, encoded control characters
 *       (NUL among them), a broken percent sequence, a dot segment with a path parameter ({@code ..;x}).
 * </ul>
 *
 * The form never gets longer, so no byte is copied elsewhere. The query is not touched.
 */
final class CanonicalPath {
    private CanonicalPath() {}

    /**
     * Rewrites {@code [start, end)}, whose first byte is a slash.
     *
     * @return the new end
     * @throws Malformed when the path can be read in more than one way
     */
    static int rewrite(byte[] b, int start, int end) {
        byte before = 0;
        for (int p = start; p < end; p++) {
            byte c = b[p];
            if (c == '%' || c == '\\' || (before == '/' && (c == '/' || c == '.'))) {
                return resolve(b, start, decode(b, start, end));
            }
            before = c;
        }
        return end;
    }

    private static int decode(byte[] b, int start, int end) {
        int w = start;
        for (int p = start; p < end; p++) {
            if (b[p] == '\\') {
                throw new Malformed(Flaw.PATH);
            }
            if (b[p] != '%') {
                b[w++] = b[p];
                continue;
            }
            int high = p + 2 < end ? Ascii.hex(b[p + 1]) : -1;
            int low = p + 2 < end ? Ascii.hex(b[p + 2]) : -1;
            int value = high << 4 | low;
            if (high < 0 || low < 0 || value < ' ' || value == 0x7f || value == '/' || value == '\\') {
                throw new Malformed(Flaw.PATH);
            }
            if (isUnreserved(value)) {
                b[w++] = (byte) value;
            } else {
                b[w++] = '%';
                b[w++] = upper(b[p + 1]);
                b[w++] = upper(b[p + 2]);
            }
            p += 2;
        }
        return w;
    }

    private static int resolve(byte[] b, int start, int end) {
        int w = start + 1;
        for (int p = start + 1; p <= end; ) {
            int stop = p;
            while (stop < end && b[stop] != '/') {
                stop++;
            }
            int dots = dots(b, p, stop);
            if (dots == 2) {
                while (w > start + 1 && b[--w - 1] != '/') {
                    // back to the slash before
                }
            } else if (dots == 0 && stop > p) {
                System.arraycopy(b, p, b, w, stop - p);
                w += stop - p;
                if (stop < end) {
                    b[w++] = '/';
                }
            }
            p = stop + 1;
        }
        return w;
    }

    /** 1 or 2 for a dot segment, else 0. */
    private static int dots(byte[] b, int start, int end) {
        int p = start;
        while (p < end && b[p] == '.') {
            p++;
        }
        int dots = p - start;
        if (dots == 0 || dots > 2) {
            return 0;
        }
        if (p < end && b[p] == ';') {
            throw new Malformed(Flaw.PATH);
        }
        return p == end ? dots : 0;
    }

    private static boolean isUnreserved(int c) {
        return Ascii.isAlphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~';
    }

    private static byte upper(byte hex) {
        return hex >= 'a' ? (byte) (hex - 32) : hex;
    }
}
