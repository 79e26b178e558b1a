package io.passgate.telemetry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A text file that grows by lines, written by a thread of its own, so that whoever has a line to write never waits. What
 * finds the queue full, or the disk, is dropped and counted. Lines of one batch are written together and handed to the
 * operating system at once; a file that was moved away is begun anew, header first, so logrotate needs no signal.
 *
 * <p>Safe for use by many threads. {@link #close()} writes what was offered before.
 */
final class LineFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LineFile.class);
    private static final int BATCH = 1024;
    /** Told apart by identity: the writer stops at it. */
    private static final LongFunction<String> END = Long::toString;

    private final Path path;
    private final String header;
    private final BlockingQueue<LongFunction<String>> queue;
    private final LongAdder dropped = new LongAdder();
    private final Thread writer;
    private final AtomicBoolean closed = new AtomicBoolean();

    // Confined to the writer once it runs.
    private AppendedFile file;
    private long sequence;
    private boolean failing;

    private LineFile(Path path, String header, int capacity, AppendedFile file) {
        this.path = path;
        this.header = header;
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.file = file;
        this.writer = new Thread(this::write, "passgate-" + path.getFileName());
        writer.setDaemon(true);
    }

    /**
     * Opens {@code path} and starts writing to it.
     *
     * @param header the first line of a new file; empty for none
     * @param capacity how many lines may wait
     * @throws UncheckedIOException when the file cannot be made or opened
     */
    static LineFile start(Path path, String header, int capacity) {
        try {
            LineFile lines = new LineFile(path, header, capacity, AppendedFile.open(path, header));
            lines.writer.start();
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the record to " + path + ": " + e, e);
        }
    }

    /**
     * Hands over a line; never blocks.
     *
     * @param line makes the text, without line break, from the line's sequence number; runs on the writer
     */
    void offer(LongFunction<String> line) {
        if (closed.get() || !queue.offer(line)) {
            dropped.increment();
        }
    }

    /** How many lines were dropped since the start. */
    long dropped() {
        return dropped.sum();
    }

    /** Writes what was offered, then lets go of the file. Waits for the disk. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            queue.put(END);
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        List<LongFunction<String>> batch = new ArrayList<>(BATCH);
        try {
            boolean running = true;
            while (running) {
                batch.clear();
                batch.add(queue.take());
                queue.drainTo(batch, BATCH - 1);
                running = !batch.remove(END);
                write(batch);
            }
        } catch (InterruptedException e) {
            LOG.warn("The record {} ends early: its writer was interrupted", path);
            Thread.currentThread().interrupt();
        } finally {
            dropped.add(queue.size());
            file.close();
        }
    }

    private void write(List<LongFunction<String>> batch) {
        StringBuilder text = new StringBuilder();
        batch.forEach(line -> append(line, text));
        try {
            if (!file.isStillAt(path)) {
                file.close();
                file = AppendedFile.open(path, header);
            }
            file.write(text.toString());
            if (failing) {
                LOG.info("The record {} is written again; {} lines were dropped since the start", path, dropped());
            }
            failing = false;
        } catch (IOException e) {
            dropped.add(batch.size());
            if (!failing) {
                LOG.error("The record {} cannot be written; lines are dropped until it can", path, e);
            }
            failing = true;
            // What was written of the batch may end within a line; opening anew mends that.
            file.close();
        }
    }

    /** A line that cannot be made costs itself, not the record. */
    private void append(LongFunction<String> line, StringBuilder text) {
        try {
            text.append(line.apply(++sequence)).append('\n');
        } catch (RuntimeException e) {
            dropped.increment();
            LOG.error("A line of the record {} could not be made", path, e);
        }
    }
}
