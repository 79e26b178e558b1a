package io.passgate.store;

import io.passgate.admission.LedgerUnavailable;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few threads that read, each on a connection of its own while it does: they see what is committed and wait for no writer. A
 * connection that failed is given up. Safe for use by many threads.
 */
final class Readers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Readers.class);
    private static final int THREADS = 2;

    private final String ledger;
    private final Writer.Connections connections;
    private final ThreadPoolExecutor threads;
    private final ConcurrentLinkedDeque<Db> free = new ConcurrentLinkedDeque<>();

    /**
     * Starts nothing.
     *
     * @param ledger how messages name the ledger
     * @param connections where connections come from
     * @param mostWaiting how many readings may wait; what comes on top fails at once
     */
    Readers(String ledger, Writer.Connections connections, int mostWaiting) {
        this.ledger = ledger;
        this.connections = connections;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(mostWaiting),
                task -> new Thread(task, "ledger-reader-" + number.incrementAndGet()));
    }

    /** Has {@code reading} done on one state of the ledger; the stage completes on the reading thread. */
    <T> CompletableFuture<T> submit(Db.Reading<T> reading) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            threads.execute(() -> {
                try {
                    answer.complete(read(reading));
                } catch (RuntimeException | Error e) {
                    answer.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(
                    new LedgerUnavailable("the ledger " + ledger + " is closed, or too many readings wait for it", e));
        }
        return answer;
    }

    private <T> T read(Db.Reading<T> reading) {
        Optional<Db> used = Optional.empty();
        try {
            Db db = connection();
            used = Optional.of(db);
            T read = reading.on(db);
            db.rollback();
            free.push(db);
            return read;
        } catch (SQLException e) {
            used.ifPresent(this::close);
            throw new LedgerUnavailable("the ledger " + ledger + " cannot be read: " + e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            used.ifPresent(this::close);
            throw e;
        }
    }

    private Db connection() throws SQLException {
        Db db = free.poll();
        return db != null ? db : connections.open();
    }

    /** Finishes what waits, then stops. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("the ledger {} is closed while something still reads", ledger);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Db db = free.poll(); db != null; db = free.poll()) {
            close(db);
        }
    }

    private void close(Db db) {
        try {
            db.close();
        } catch (SQLException e) {
            LOG.warn("the ledger {} did not close a connection: {}", ledger, e.getMessage());
        }
    }
}
