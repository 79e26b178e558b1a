package io.passgate.gatekeeper;

import io.passgate.identity.User;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The anti-forgery tokens of the gate's own forms: an HMAC of the user and virtual proxy under the site key, so that a form is
 * bound to the person it was shown to and nothing is kept. Safe for use by many threads.
 */
final class FormTokens {

    private static final String ALGORITHM = "HmacSHA256";
    private final SecretKeySpec key;

    FormTokens(byte[] siteKey) {
        this.key = new SecretKeySpec(siteKey, ALGORITHM);
    }

    /** The token of the forms shown to {@code user}. */
    String of(User user, String virtualProxy) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] text = ("form\n" + virtualProxy + "\n" + user.written()).getBytes(StandardCharsets.UTF_8);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** Whether {@code token} is the one shown to {@code user}; in constant time. */
    boolean isOf(User user, String virtualProxy, String token) {
        return MessageDigest.isEqual(
                of(user, virtualProxy).getBytes(StandardCharsets.US_ASCII), token.getBytes(StandardCharsets.UTF_8));
    }
}
