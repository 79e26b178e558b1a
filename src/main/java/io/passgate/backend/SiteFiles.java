package io.passgate.backend;

import static java.util.Objects.requireNonNull;

import io.passgate.backend.BackendException.Trouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Small text files of the site: read whole within a bound, written whole or not at all, for their owner only. Stateless. */
final class SiteFiles {
    private static final int MOST_BYTES = 1 << 20;

    private SiteFiles() {}

    /** The text of {@code file}; {@code what} is what messages call it. */
    static String read(Path file, String what) throws BackendException {
        return readIfThere(file, what)
                .orElseThrow(() -> new BackendException(Trouble.FILES, what + " is missing: there is no " + file));
    }

    static Optional<String> readIfThere(Path file, String what) throws BackendException {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new BackendException(Trouble.FILES, what + " is too long: " + file + " is over 1 MiB");
            }
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new BackendException(Trouble.FILES, what + " cannot be read: " + file + " (" + reason(e) + ")", e);
        }
    }

    /** Replaces {@code file}, mode 0600, so that after a crash or a power cut either the old text or the new one is there. */
    static void write(Path file, String text, String what) throws BackendException {
        Path directory = requireNonNull(file.toAbsolutePath().normalize().getParent(), "file is a root");
        Path fresh = directory.resolve(file.getFileName() + ".new");
        FileAttribute<?>[] ownerOnly =
                directory.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        try {
            Files.createDirectories(directory);
            Files.deleteIfExists(fresh);
            try (FileChannel channel = FileChannel.open(
                    fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new BackendException(Trouble.FILES, what + " cannot be written: " + file + " (" + reason(e) + ")", e);
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "");
    }
}
