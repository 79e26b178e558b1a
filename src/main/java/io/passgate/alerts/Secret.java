package io.passgate.alerts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret that a receiver knows alerts by. Never shown. Immutable. */
public final class Secret {

    /** Shorter ones are guessed. */
    public static final int LEAST_CHARACTERS = 16;

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    private Secret(String text) {
        this.key = new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /**
     * Reads a file; blanks and line ends around the secret do not count.
     *
     * @throws IOException when it cannot be read or is too short, naming the file and never its content
     */
    public static Secret read(Path file) throws IOException {
        String text = Files.readString(file).strip();
        if (text.length() < LEAST_CHARACTERS) {
            throw new IOException(file + " holds no secret of at least " + LEAST_CHARACTERS + " characters");
        }
        return new Secret(text);
    }

    /** HMAC-SHA256 (RFC 2104) over the timestamp, a dot and the body, in hexadecimal. */
    String sign(String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
