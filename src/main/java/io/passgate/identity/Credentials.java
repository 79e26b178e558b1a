package io.passgate.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * All credentials of the hub in one request, in the preset's order. Immutable; compare and remember them by
 * {@link #fingerprint()}, never by value.
 *
 * @param all what the client sent of what the preset lists
 */
public record Credentials(List<Credential> all) {

    /** The request carried none. */
    public static final Credentials NONE = new Credentials(List.of());

    /** Copies. */
    public Credentials {
        all = List.copyOf(all);
    }

    /** Whether the request carried none. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** SHA-256 over the exact credentials (kind, name, length, value), Base64url: safe to keep, useless to present. */
    public String fingerprint() {
        MessageDigest sha = sha256();
        for (Credential credential : all) {
            sha.update((credential.kind() + "\n" + credential.name() + "\n"
                            + credential.value().length() + "\n" + credential.value())
                    .getBytes(StandardCharsets.UTF_8));
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sha.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
