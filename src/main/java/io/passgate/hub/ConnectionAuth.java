package io.passgate.hub;

import io.passgate.wire.Fields;
import io.passgate.wire.Header;

/** NTLM and Negotiate, which authenticate a connection instead of a request (RFC 4559 §6). */
public final class ConnectionAuth {
    private ConnectionAuth() {}

    /** Whether {@code header} of this head, Authorization or WWW-Authenticate, speaks one of the two. */
    public static boolean in(Fields head, Header header) {
        for (int i = head.first(header); i >= 0; i = head.next(header, i + 1)) {
            if (is(head.value(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether this value of either field does. */
    static boolean is(String value) {
        return startsWith(value, "NTLM") || startsWith(value, "Negotiate");
    }

    private static boolean startsWith(String value, String scheme) {
        return value.regionMatches(true, 0, scheme, 0, scheme.length())
                && (value.length() == scheme.length()
                        || value.charAt(scheme.length()) == ' '
                        || value.charAt(scheme.length()) == ',');
    }
}
