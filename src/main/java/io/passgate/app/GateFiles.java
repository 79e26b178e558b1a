package io.passgate.app;

import io.passgate.backend.Seal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/**
 * The gate's data directory, readable by its own account only, and the site key in it (decisions 6 and 37). Not safe for use by
 * several threads.
 */
public final class GateFiles {

    private static final int KEY_BYTES = 32;

    private final Path data;

    GateFiles(Path data) {
        this.data = data;
    }

    /** The seal of the site that has its data in {@code data}; directory and key are made when there are none. */
    public static Seal seal(Path data, SecureRandom random) throws IOException {
        GateFiles files = new GateFiles(data);
        files.make();
        return new Seal(files.siteKey(random));
    }

    /** Makes the directory when it is missing. */
    void make() throws IOException {
        if (!Files.isDirectory(data)) {
            Files.createDirectories(
                    data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    /** The site key; made with mode 0600 when there is none. */
    byte[] siteKey(SecureRandom random) throws IOException {
        Path file = data.resolve("site.key");
        if (!Files.exists(file)) {
            byte[] made = new byte[KEY_BYTES];
            random.nextBytes(made);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, made, StandardOpenOption.WRITE);
        }
        byte[] key = Files.readAllBytes(file);
        if (key.length != KEY_BYTES) {
            throw new IOException(file + " is not a site key: expected " + KEY_BYTES + " bytes, found " + key.length
                    + "; put it back, or delete it: then every session opens anew, the license is verified anew, and the"
                    + " ledger is adopted with passgate run --adopt-ledger");
        }
        return key;
    }
}
