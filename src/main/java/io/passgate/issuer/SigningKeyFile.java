package io.passgate.issuer;

import io.passgate.contract.ContractException;
import io.passgate.contract.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/** The file of an issuer's signing key, mode 0600. Stateless. */
public final class SigningKeyFile {
    private SigningKeyFile() {}

    /**
     * The key in {@code file}, made there at the first call.
     *
     * @param kid the key id of a key that is made
     * @throws IOException when the file can neither be read as a signing key nor written
     */
    public static SigningKey readOrMake(Path file, String kid, SecureRandom random) throws IOException {
        try {
            return SigningKey.read(Files.readString(file, StandardCharsets.US_ASCII), file.toString());
        } catch (NoSuchFileException e) {
            SigningKey made = SigningKey.make(kid, random);
            write(file, made);
            return made;
        } catch (ContractException e) {
            throw new IOException("the signing key is not accepted: " + e.words(), e);
        }
    }

    private static void write(Path file, SigningKey key) throws IOException {
        FileAttribute<?>[] ownerOnly =
                file.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        try (var channel = Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            channel.write(StandardCharsets.US_ASCII.encode(key.pem()));
        }
    }
}
