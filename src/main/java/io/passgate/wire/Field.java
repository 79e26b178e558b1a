package io.passgate.wire;

/**
 * A header field as text, for the few that the gate itself makes. Immutable.
 *
 * @param name a token
 * @param value without control characters, so that it cannot end its line
 */
public record Field(String name, String value) {
    public Field {
        if (!Ascii.isToken(name)) {
            throw new IllegalArgumentException("a header field name must be a token: " + name);
        }
        if (!Ascii.isFieldValue(value)) {
            throw new IllegalArgumentException("the value of " + name + " must not hold control characters");
        }
    }
}
