package io.passgate.store;

import io.passgate.admission.LedgerUnavailable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

/**
 * Sees to it that one process at a time works on a ledger, by a lock of the operating system on a file beside it; it is gone with
 * the process, however that ends. The file stays, and names the process that had the lock last. Confined to one thread.
 */
final class ProcessLock implements AutoCloseable {

    private final FileChannel channel;

    private ProcessLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock of {@code ledger}, or says who has it. */
    static ProcessLock take(Path ledger, FileAttribute<?>... attributes) {
        Path file = ledger.resolveSibling(ledger.getFileName() + ".lock");
        try {
            FileChannel channel =
                    FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), attributes);
            if (!isTaken(channel)) {
                channel.close();
                throw new IOException("it is in use by process " + holder(file));
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new ProcessLock(channel);
        } catch (IOException e) {
            throw new LedgerUnavailable(
                    "cannot lock the ledger " + ledger + ": " + e.getMessage()
                            + "; expected that no other process uses it" + " and that " + file + " may be written",
                    e);
        }
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String holder(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.US_ASCII).strip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
