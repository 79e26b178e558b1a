package io.passgate.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/**
 * The style and the script that stand in every page, and the Content-Security-Policy that allows exactly these two by their
 * hash (CSP Level 3 §8.3): whatever else found its way into a page would not run. Constants.
 */
final class Inlined {

    static final String STYLE = read("page.css");
    static final String SCRIPT = read("page.js");

    /** For what is no page. */
    static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

    private static final String POLICY = "default-src 'none'; style-src " + hash(STYLE) + "; script-src " + hash(SCRIPT)
            + "; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors ";

    private Inlined() {}

    /** The policy of a page; with {@code embedding} any site may frame it. */
    static String policy(boolean embedding) {
        return POLICY + (embedding ? "*" : "'self'");
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String read(String name) {
        try (InputStream in = Objects.requireNonNull(Inlined.class.getResourceAsStream("/page/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read page/" + name, e);
        }
    }
}
