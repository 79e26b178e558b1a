package io.passgate.backend;

import io.passgate.backend.BackendException.Trouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Marks what a site keeps as its own: an HMAC-SHA-256 of name and content under the site key (decision 37). What somebody else
 * wrote, or what comes from another host, has none that holds. Safe for use by many threads.
 */
public final class Seal {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /** Seals under the site key. */
    public Seal(byte[] siteKey) {
        this.key = new SecretKeySpec(siteKey, ALGORITHM);
    }

    /** That of the site which has its data in {@code data}; none before its gate has made a site key. */
    static Optional<Seal> ofSite(Path data) throws BackendException {
        Path file = data.resolve("site.key");
        try {
            return Optional.of(new Seal(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw new BackendException(
                    Trouble.FILES, "the site key cannot be used: " + file + " cannot be read, or is empty", e);
        }
    }

    /** The seal over {@code content}, which is kept as {@code name}: it holds under no other name. */
    public String over(String name, String content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] text = ("seal\n" + name + "\n" + content).getBytes(StandardCharsets.UTF_8);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** Whether {@code seal} is the one over that; in constant time. */
    boolean holds(String seal, String name, String content) {
        return MessageDigest.isEqual(
                over(name, content).getBytes(StandardCharsets.US_ASCII), seal.getBytes(StandardCharsets.UTF_8));
    }
}
