package io.passgate.wire;

/** The request target and the Host field: which form, one host, one path (RFC 9112 §3.2, RFC 9110 §7.2). */
final class TargetGuard {
    private static final byte[] HTTP = Ascii.bytes("http://");
    private static final byte[] HTTPS = Ascii.bytes("https://");

    private TargetGuard() {}

    /**
     * Sets the host, the canonical path and the query of a scanned head. Served are the origin form and an absolute form whose
     * authority is that of the Host field.
     */
    static void check(RequestHead head) {
        host(head);
        byte[] b = head.bytes;
        int path = head.targetStart;
        if (b[path] != '/') {
            path = authorityEnd(head);
        }
        int end = path;
        while (end < head.targetEnd && b[end] != '?') {
            if (b[end++] == '#') {
                throw new Malformed(Flaw.TARGET);
            }
        }
        for (int p = end; p < head.targetEnd; p++) {
            if (b[p] == '#') {
                throw new Malformed(Flaw.TARGET);
            }
        }
        if (end == path) {
            b[--path] = '/';
        }
        head.pathStart = path;
        head.pathEnd = CanonicalPath.rewrite(b, path, end);
        head.queryStart = end;
    }

    private static void host(RequestHead head) {
        int host = head.first(Header.HOST);
        if (host < 0) {
            if (head.http10()) {
                return;
            }
            throw new Malformed(Flaw.HOST);
        }
        if (head.next(Header.HOST, host + 1) >= 0) {
            throw new Malformed(Flaw.HOST);
        }
        head.hostStart = head.valueStart(host);
        head.hostEnd = head.valueEnd(host);
        if (!isHost(head.bytes, head.hostStart, head.hostEnd)) {
            throw new Malformed(Flaw.HOST);
        }
    }

    /** Where the path of an absolute form begins. */
    private static int authorityEnd(RequestHead head) {
        byte[] b = head.bytes;
        int start = head.targetStart;
        if (Ascii.startsLower(b, start, head.targetEnd, HTTP)) {
            start += HTTP.length;
        } else if (Ascii.startsLower(b, start, head.targetEnd, HTTPS)) {
            start += HTTPS.length;
        } else {
            throw new Malformed(Flaw.TARGET);
        }
        int end = start;
        while (end < head.targetEnd && b[end] != '/' && b[end] != '?' && b[end] != '#') {
            end++;
        }
        int length = head.hostEnd - head.hostStart;
        boolean same = length > 0 && end - start == length;
        for (int i = 0; same && i < length; i++) {
            same = Ascii.LOWER[b[start + i] & 0xff] == Ascii.LOWER[b[head.hostStart + i] & 0xff];
        }
        if (!same) {
            throw new Malformed(Flaw.HOST);
        }
        return end;
    }

    /** A name or address with an optional port: narrower than RFC 3986 §3.2.2, wide enough for DNS and IP. */
    static boolean isHost(byte[] b, int start, int end) {
        int p = start;
        if (p < end && b[p] == '[') {
            p++;
            while (p < end && (Ascii.hex(b[p]) >= 0 || b[p] == ':' || b[p] == '.')) {
                p++;
            }
            if (p - start < 3 || p == end || b[p++] != ']') {
                return false;
            }
        } else {
            while (p < end && isNameCharacter(b[p])) {
                p++;
            }
            if (p == start) {
                return false;
            }
        }
        return p == end || (b[p] == ':' && isPort(b, p + 1, end));
    }

    private static boolean isNameCharacter(byte c) {
        return Ascii.isAlphanumeric(c) || c == '.' || c == '-' || c == '_';
    }

    private static boolean isPort(byte[] b, int start, int end) {
        int port = 0;
        for (int p = start; p < end; p++) {
            if (b[p] < '0' || b[p] > '9' || port > 6553) {
                return false;
            }
            port = port * 10 + b[p] - '0';
        }
        return end > start && port < 65536;
    }
}
