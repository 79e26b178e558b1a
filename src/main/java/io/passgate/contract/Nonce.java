package io.passgate.contract;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/**
 * Sixteen random bytes that a site sends and the answer returns signed, so that an answer cannot be shown twice. Immutable.
 *
 * @param text the bytes as base64url, 22 characters
 */
public record Nonce(String text) {
    static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{21}[AQgw]");
    static final String EXPECTED = "16 bytes as 22 characters of base64url";

    /** Checks. */
    public Nonce {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("expected " + EXPECTED);
        }
    }

    /** A fresh one. */
    public static Nonce draw(SecureRandom random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return new Nonce(Base64Url.encode(bytes));
    }
}
