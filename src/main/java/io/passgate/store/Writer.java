package io.passgate.store;

import io.passgate.admission.LedgerUnavailable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. Whatever waits shares one commit, each work in its own savepoint, so that one which fails undoes
 * only itself; nobody is answered before the commit, and then in the order in which the work was done. A connection on which
 * the transaction itself failed is given up; the next work opens a new one. Safe for use by many threads.
 */
final class Writer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int MOST_PER_COMMIT = 256;

    private final String ledger;
    private final Connections connections;
    private final Executor answers;
    private final int mostWaiting;
    private final AtomicInteger waiting = new AtomicInteger();
    private final BlockingQueue<Item<?>> queue = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "ledger-writer");
    private volatile boolean running;
    private Optional<Db> open = Optional.empty();

    /**
     * Starts nothing.
     *
     * @param ledger how messages name the ledger
     * @param connections where connections come from
     * @param answers runs one thing after the other, in order: there stages complete
     * @param mostWaiting how much work may wait; what comes on top fails at once
     */
    Writer(String ledger, Connections connections, Executor answers, int mostWaiting) {
        this.ledger = ledger;
        this.connections = connections;
        this.answers = answers;
        this.mostWaiting = mostWaiting;
    }

    /** Opens a connection. */
    interface Connections {
        Db open() throws SQLException;
    }

    /** Something to be written in one piece. */
    interface Work<R> {
        /** Reads and writes; what it returns is done after the commit and makes the answer. */
        Supplier<R> on(Db db) throws SQLException;
    }

    void start() {
        running = true;
        thread.start();
    }

    /** Has {@code work} done; the stage completes on the answering thread, after the commit. */
    <R> CompletableFuture<R> submit(Work<R> work) {
        if (waiting.incrementAndGet() > mostWaiting) {
            waiting.decrementAndGet();
            return refused(mostWaiting + " writes wait for it already");
        }
        return enqueue(new Item<>(work, true));
    }

    /** Has {@code work} done, however much waits: for what nobody waits for and what is bounded by itself. */
    <R> CompletableFuture<R> submitAnyway(Work<R> work) {
        return enqueue(new Item<>(work, false));
    }

    private <R> CompletableFuture<R> enqueue(Item<R> item) {
        queue.add(item);
        if (!running && queue.remove(item)) {
            return refused("it is not running");
        }
        return item.answer;
    }

    private <R> CompletableFuture<R> refused(String why) {
        return CompletableFuture.failedFuture(new LedgerUnavailable(
                "the ledger " + ledger + " takes no more: " + why, new RejectedExecutionException(why)));
    }

    /** Finishes what waits, then stops. Waits for it. */
    @Override
    public void close() {
        running = false;
        queue.add(new Item<>(db -> () -> true, false));
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (running || !queue.isEmpty()) {
            try {
                commit(queue.take());
            } catch (InterruptedException e) {
                LOG.warn("the ledger's writer was interrupted and goes on", e);
            }
        }
        giveUp();
    }

    /** Does {@code first} and what waits behind it in one transaction. */
    private void commit(Item<?> first) {
        List<Item<?>> done = new ArrayList<>();
        Item<?> item = first;
        try {
            Db db = connection();
            while (item != null) {
                done.add(item);
                item.doOn(db, ledger);
                item = done.size() < MOST_PER_COMMIT ? queue.poll() : null;
            }
            db.commit();
        } catch (SQLException e) {
            giveUp();
            if (done.isEmpty()) {
                // It did not even begin: whatever waits would only wait longer to hear the same.
                done.add(first);
                queue.drainTo(done);
            }
            LedgerUnavailable lost =
                    new LedgerUnavailable("the ledger " + ledger + " cannot be written: " + e.getMessage(), e);
            done.forEach(i -> i.failed(lost));
        }
        waiting.addAndGet(-(int) done.stream().filter(i -> i.counted).count());
        answers.execute(() -> done.forEach(Item::complete));
    }

    private Db connection() throws SQLException {
        if (open.isEmpty()) {
            open = Optional.of(connections.open());
        }
        return open.get();
    }

    private void giveUp() {
        if (open.isPresent()) {
            try {
                open.get().close();
            } catch (SQLException e) {
                LOG.warn("the ledger {} did not close a connection: {}", ledger, e.getMessage());
            }
            open = Optional.empty();
        }
    }

    /** A work on its way to its answer. Confined to the writer until it is handed over to be answered. */
    private static final class Item<R> {
        private final CompletableFuture<R> answer = new CompletableFuture<>();
        private final Work<R> work;
        private final boolean counted;
        private Supplier<R> after;

        Item(Work<R> work, boolean counted) {
            this.work = work;
            this.counted = counted;
            this.after = () -> {
                throw new IllegalStateException("answered before it was done");
            };
        }

        /** Throws only when the transaction itself is lost. */
        void doOn(Db db, String ledger) throws SQLException {
            db.savepoint();
            try {
                after = work.on(db);
            } catch (SQLException e) {
                undo(db, e);
                failed(new LedgerUnavailable("the ledger " + ledger + " failed: " + e.getMessage(), e));
            } catch (RuntimeException | Error e) {
                db.undo();
                after = () -> {
                    throw e;
                };
            }
            db.release();
        }

        /** A database that is full or broken has undone the whole transaction itself: then there is no savepoint any more. */
        private static void undo(Db db, SQLException cause) throws SQLException {
            try {
                db.undo();
            } catch (SQLException lost) {
                cause.addSuppressed(lost);
                throw cause;
            }
        }

        void failed(LedgerUnavailable why) {
            after = () -> {
                throw why;
            };
        }

        void complete() {
            try {
                answer.complete(after.get());
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        }
    }
}
