package io.passgate.contract;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/**
 * What a site calls itself towards the license backend; drawn once and kept. Immutable.
 *
 * @param text 22 characters of base64url
 */
public record SiteId(String text) {
    static final Pattern FORM = Nonce.FORM;
    static final String EXPECTED = Nonce.EXPECTED;

    /** Checks. */
    public SiteId {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("expected " + EXPECTED);
        }
    }

    /** A fresh one. */
    public static SiteId draw(SecureRandom random) {
        return new SiteId(Nonce.draw(random).text());
    }
}
