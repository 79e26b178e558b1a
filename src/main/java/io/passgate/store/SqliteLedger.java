package io.passgate.store;

import io.passgate.admission.AdmittedSession;
import io.passgate.admission.Assignments;
import io.passgate.admission.Ledger;
import io.passgate.admission.LedgerUnavailable;
import io.passgate.admission.Opening;
import io.passgate.admission.Records;
import io.passgate.admission.Renewal;
import io.passgate.admission.SessionKey;
import io.passgate.admission.SessionRecord;
import io.passgate.session.Ending;
import io.passgate.session.SessionId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger on SQLite, with its cache (design.md §6). One thread writes ({@link Writer}), two read ({@link Readers}), one
 * completes the stages that tell of writes, in the order of the commits, and keeps the time of the "last seen" batches. Start
 * it before use; every call before or after fails. Safe for use by many threads.
 */
public final class SqliteLedger implements Ledger, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteLedger.class);

    private final LedgerFile file;
    private final Limits limits;
    private final SiteMark site;
    private final Tables tables = Tables.all();
    private final ScheduledThreadPoolExecutor answers;
    private final Residents residents;
    private final Writer writer;
    private final Readers readers;
    private final LastSeen lastSeen;
    private final Expiry expiry;
    private final Records records;
    private final Assignments assignments;
    private Optional<ProcessLock> lock = Optional.empty();
    private Optional<ScheduledFuture<?>> timer = Optional.empty();

    /**
     * What the ledger allows itself.
     *
     * @param cachedSessions sessions found without a look-up
     * @param lastSeenEvery how often the last activity is written, and so how much of it a crash can lose
     * @param waiting writes, and readings, that may wait before the next fails at once
     */
    public record Limits(int cachedSessions, Duration lastSeenEvery, int waiting) {
        /** A hundred thousand sessions, 15 s, ten thousand. */
        public static final Limits DEFAULT = new Limits(100_000, Duration.ofSeconds(15), 10_000);
    }

    /** Starts nothing and touches no file. */
    public SqliteLedger(StoreSettings settings, Limits limits, SiteMark site) {
        this.file = new LedgerFile(settings);
        this.limits = Objects.requireNonNull(limits, "limits");
        this.site = site;
        this.answers = new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "ledger-answers"));
        String name = file.path().toString();
        this.writer = new Writer(name, file::writing, answers, limits.waiting());
        this.readers = new Readers(name, file::reading, limits.waiting());
        this.residents = new Residents(limits.cachedSessions(), this::evicted);
        this.lastSeen = new LastSeen(residents, tables.sessions(), writer);
        this.records = new SqliteRecords(tables, residents, writer, readers);
        this.assignments = new SqliteAssignments(tables, writer, readers);
        this.expiry = new Expiry(tables, residents, writer, readers, limits.lastSeenEvery());
    }

    /**
     * Makes or opens the file and brings it up to date.
     *
     * @throws LedgerUnavailable naming the file, what was expected and what was found
     * @throws ForeignLedger when it is another site's
     */
    public void start() {
        file.makeDirectory();
        ProcessLock taken = ProcessLock.take(file.path(), file.ownerOnly("rw-------"));
        lock = Optional.of(taken);
        try {
            file.prepare(site);
            writer.start();
        } catch (RuntimeException e) {
            release();
            throw e;
        }
        long millis = limits.lastSeenEvery().toMillis();
        timer = Optional.of(answers.scheduleWithFixedDelay(this::writeLastSeen, millis, millis, TimeUnit.MILLISECONDS));
    }

    /** Writes what is not written yet, answers who waits, and lets go of the file. Waits for all of it. */
    @Override
    public void close() {
        timer.ifPresent(writing -> writing.cancel(false));
        if (lock.isPresent()) {
            writeLastSeenNow();
        }
        writer.close();
        readers.close();
        answers.shutdown();
        try {
            if (!answers.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("the ledger {} is closed while somebody still deals with an answer", file.path());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        release();
    }

    private void release() {
        lock.ifPresent(held -> {
            try {
                held.close();
            } catch (IOException e) {
                LOG.warn("the lock of the ledger {} did not close: {}", file.path(), e.getMessage());
            }
        });
        lock = Optional.empty();
    }

    @Override
    public Optional<AdmittedSession> admitted(SessionKey key) {
        return residents.admitted(key);
    }

    @Override
    public CompletionStage<Optional<AdmittedSession>> find(SessionKey key) {
        Optional<AdmittedSession> cached = residents.admitted(key);
        return cached.isPresent()
                ? CompletableFuture.completedFuture(cached)
                : readers.submit(db -> tables.sessions().find(db, key)).thenCompose(found -> found.map(this::lookedUp)
                        .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty())));
    }

    /**
     * Looks a second time, once memory knows the session: whoever ends it between the two looks does not know yet that there is
     * an object to be ended, whoever ends it afterwards does.
     */
    private CompletableFuture<Optional<AdmittedSession>> lookedUp(StoredSession stored) {
        AdmittedSession object = residents.object(stored);
        return readers.submit(db -> tables.sessions().find(db, stored.id())).thenApply(still -> {
            if (still.isEmpty()) {
                // The object stays known: another look-up may have it, and is to hear of the end.
                return Optional.empty();
            }
            residents.cache(stored.key(), object);
            return Optional.of(object);
        });
    }

    @Override
    public CompletionStage<Opening.Outcome> open(Opening opening) {
        return writer.submit(new OpenSession(opening, tables, residents));
    }

    @Override
    public CompletionStage<Optional<Renewal.Outcome>> renew(Renewal renewal) {
        return writer.submit(new RenewSession(renewal, tables, residents));
    }

    /** The same ledger as administration needs it. */
    public Records records() {
        return records;
    }

    /** The same ledger as the sync of assignments needs it. */
    public Assignments assignments() {
        return assignments;
    }

    @Override
    public CompletionStage<Optional<SessionRecord>> end(SessionId id, Ending ending, HoldTerms hold, Instant now) {
        return writer.submit(new EndOne(id, ending, hold, now, tables, residents));
    }

    @Override
    public CompletionStage<List<SessionRecord>> expire(Instant now) {
        return lastSeen.write().thenCompose(written -> expiry.at(now));
    }

    @Override
    public void closeJoin(SessionId id, Instant at) {
        CompletableFuture<?> unused = writer.submitAnyway(db -> {
                    tables.sessions().closeJoin(db, id, at);
                    return () -> id;
                })
                .whenComplete((closed, e) -> {
                    if (e != null) {
                        LOG.warn(
                                "that the gate cookie of session {} came back is not recorded: {}", id, e.getMessage());
                    }
                });
    }

    private void writeLastSeen() {
        CompletableFuture<?> unused = lastSeen.write().whenComplete((written, e) -> {
            if (e != null) {
                LOG.warn("the last activity of sessions is not written, and is tried again: {}", e.getMessage());
            }
        });
    }

    private void writeLastSeenNow() {
        try {
            lastSeen.write().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the last activity of sessions is not written at the end: {}", String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void evicted() {
        if (residents.kept() >= LastSeen.BATCH) {
            writeLastSeen();
        }
    }
}
