package io.passgate.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The token that the commands present to the admin listener: a file in the data directory that only the gate's own account
 * can read (design.md §9). Immutable.
 *
 * @param value 256 random bits, Base64url
 */
public record AdminToken(String value) {

    private static final String FILE = "admin.token";

    /** The token of {@code data}; made with mode 0600 when there is none. */
    public static AdminToken ofData(Path data, SecureRandom random) throws IOException {
        Path file = data.resolve(FILE);
        if (!Files.exists(file)) {
            byte[] bits = new byte[32];
            random.nextBytes(bits);
            String made = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, made + "\n", StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
        }
        return read(data);
    }

    /** The token that a gate has left in {@code data}. */
    public static AdminToken read(Path data) throws IOException {
        String value =
                Files.readString(data.resolve(FILE), StandardCharsets.US_ASCII).strip();
        if (value.length() < 32) {
            throw new IOException(data.resolve(FILE) + " holds no token; delete it and start the gate again");
        }
        return new AdminToken(value);
    }

    @Override
    public String toString() {
        return "AdminToken";
    }
}
