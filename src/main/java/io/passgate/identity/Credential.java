package io.passgate.identity;

/**
 * One credential of the hub as the client sent it: a cookie, a header or a query parameter that the preset lists. A secret:
 * its text form names it and hides the value.
 *
 * @param kind where it stood
 * @param name the cookie's, header's or parameter's name as the preset spells it
 * @param value the exact value sent, one character for each byte, so that no two values look alike
 */
public record Credential(Kind kind, String name, String value) {

    /** Where in a request a credential can stand. */
    public enum Kind {
        COOKIE,
        HEADER,
        QUERY
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
