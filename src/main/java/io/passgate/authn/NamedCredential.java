package io.passgate.authn;

import io.passgate.identity.Credential;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * One name under which a head can say who is asking, made ready for comparison with bytes. Immutable.
 *
 * <p>A hub may read a name more loosely than RFC 6265 and the preset spell it: percent-encoded, or, in a query, in another
 * case. All such spellings are one name here, so that nobody can show one credential to the gate and another to the hub.
 */
final class NamedCredential {

    /** Where it stands, and what it is good for. */
    enum Kind {
        GATE_COOKIE,
        COOKIE,
        HEADER,
        IDENTITY_HEADER,
        QUERY,
        ONE_TIME_QUERY
    }

    private final Kind kind;
    private final String name;
    private final byte[] bytes;

    NamedCredential(Kind kind, String name) {
        this.kind = kind;
        this.name = name;
        this.bytes = (isExact(kind) ? name : name.toLowerCase(Locale.ROOT)).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean isExact(Kind kind) {
        return kind == Kind.GATE_COOKIE || kind == Kind.COOKIE;
    }

    /** What it is in a request's credentials. */
    Credential.Kind credentialKind() {
        return inCookies() ? Credential.Kind.COOKIE : inQuery() ? Credential.Kind.QUERY : Credential.Kind.HEADER;
    }

    Kind kind() {
        return kind;
    }

    /** As the preset spells it. */
    String name() {
        return name;
    }

    boolean inCookies() {
        return isExact(kind);
    }

    boolean inHeaders() {
        return kind == Kind.HEADER || kind == Kind.IDENTITY_HEADER;
    }

    boolean inQuery() {
        return kind == Kind.QUERY || kind == Kind.ONE_TIME_QUERY;
    }

    /** The name of a header in lower case; nobody writes to it. */
    byte[] lowerName() {
        return bytes;
    }

    /** The index behind this name where it stands at {@code start}, or -1 where it does not. */
    int behind(byte[] b, int start, int end) {
        boolean loose = kind != Kind.GATE_COOKIE;
        boolean anyCase = !isExact(kind);
        int p = start;
        for (byte wanted : bytes) {
            if (p == end) {
                return -1;
            }
            int c = b[p++];
            if (loose && c == '%' && p + 1 < end) {
                c = Character.digit(b[p], 16) << 4 | Character.digit(b[p + 1], 16);
                p += 2;
            }
            if (c != wanted && !(anyCase && lower(c) == wanted)) {
                return -1;
            }
        }
        return p;
    }

    /** Whether a header named {@code [start, end)} is this one with underscores for hyphens, or hyphens for underscores. */
    boolean isMisspelled(byte[] b, int start, int end) {
        return isSpelledAnyhow(b, start, end) && !isSpelledRight(b, start, end);
    }

    /** Whether a header named {@code [start, end)} is this one, underscores and hyphens being the same. */
    boolean isSpelledAnyhow(byte[] b, int start, int end) {
        if (end - start != bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (hyphen(lower(b[start + i])) != hyphen(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    private boolean isSpelledRight(byte[] b, int start, int end) {
        for (int i = 0; i < end - start; i++) {
            if (lower(b[start + i]) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }

    private static int hyphen(int c) {
        return c == '_' ? '-' : c;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NamedCredential that && kind == that.kind && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * kind.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
