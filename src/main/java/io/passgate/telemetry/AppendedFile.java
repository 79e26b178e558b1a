package io.passgate.telemetry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A text file open to be appended to. A new one is readable by its owner and group only, for it names people (mode 0640, less
 * what the umask takes away). Confined to one thread at a time.
 */
final class AppendedFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AppendedFile.class);
    private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-r-----");

    private final FileChannel channel;
    private final Object key;

    private AppendedFile(FileChannel channel, Object key) {
        this.channel = channel;
        this.key = key;
    }

    /** Opens {@code path}, making it and its directory where missing. A line that was cut short is ended. */
    static AppendedFile open(Path path, String header) throws IOException {
        make(path);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.APPEND);
        try {
            AppendedFile file = new AppendedFile(channel, key(path));
            if (channel.size() == 0) {
                file.write(header.isEmpty() ? "" : header + "\n");
            } else if (!endsWithLine(path)) {
                file.write("\n");
            }
            return file;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Whether the file at {@code path} is still this one: open, not moved away, not replaced. */
    boolean isStillAt(Path path) {
        try {
            return channel.isOpen() && key(path).equals(key);
        } catch (IOException e) {
            return false;
        }
    }

    /** Hands {@code text} to the operating system. */
    void write(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("A record could not be closed", e);
        }
    }

    private static void make(Path path) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        try {
            if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(path, PosixFilePermissions.asFileAttribute(MODE));
            } else {
                Files.createFile(path);
            }
        } catch (FileAlreadyExistsException e) {
            LOG.debug("The record {} is continued", path);
        }
    }

    private static boolean endsWithLine(Path path) throws IOException {
        try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return in.read(last, in.size() - 1) == 1 && last.get(0) == '\n';
        }
    }

    /** Where the file system tells files apart by no key, the path stands for the file. */
    private static Object key(Path path) throws IOException {
        Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        return key == null ? path : key;
    }
}
