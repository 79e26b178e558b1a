package io.passgate.admission;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * SHA-256 of a gate cookie: how the ledger and its cache know a session without holding what opens it. Immutable.
 *
 * @param sha256 the digest, Base64url without padding
 */
public record SessionKey(String sha256) {

    /** The key of the session that {@code cookie} belongs to, if to any. */
    public static SessionKey of(String cookie) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(cookie.getBytes(StandardCharsets.UTF_8));
            return new SessionKey(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
