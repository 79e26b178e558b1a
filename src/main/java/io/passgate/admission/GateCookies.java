package io.passgate.admission;

import io.passgate.session.SessionId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the value of a session's gate cookie: an HMAC-SHA-256 of the session's name under the site's key, 256 bits that
 * nobody without the key can tell from random. So every request that joins an opening gets the same cookie, on any node and
 * after a restart, and the ledger holds nothing that opens a session (decision 6). Safe for use by many threads.
 */
public final class GateCookies {

    private static final String ALGORITHM = "HmacSHA256";
    private final SecretKeySpec key;

    /**
     * Makes cookies under {@code key}.
     *
     * @param key the content of the site's key file, at least 32 bytes
     */
    public GateCookies(byte[] key) {
        if (key.length < 32) {
            throw new IllegalArgumentException("the site key must have at least 32 bytes, has " + key.length);
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** The cookie value of that session. A secret. */
    public String of(SessionId id) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] value = mac.doFinal(id.value().getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
