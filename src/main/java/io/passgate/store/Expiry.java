package io.passgate.store;

import io.passgate.admission.AdmittedSession;
import io.passgate.admission.SessionRecord;
import io.passgate.session.Ending;
import io.passgate.session.SessionId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Ends idle sessions, in bounded batches. What is idle by the stored "last seen" is looked for without holding up the writer, and
 * ended there only if memory knows of no later activity. A session that is not in memory may have been active for one "last
 * seen" interval more than is stored, so it is given that much longer (design.md §6). Safe for use by many threads.
 */
final class Expiry {

    private static final int BATCH = 200;

    private final Tables tables;
    private final Residents residents;
    private final Writer writer;
    private final Readers readers;
    private final Duration notWrittenYet;

    /** @param notWrittenYet how much newer than the stored "last seen" the last activity may be */
    Expiry(Tables tables, Residents residents, Writer writer, Readers readers, Duration notWrittenYet) {
        this.tables = tables;
        this.residents = residents;
        this.writer = writer;
        this.readers = readers;
        this.notWrittenYet = notWrittenYet;
    }

    /** Ends what is idle at {@code now}, and lets go of past holds and joins and of what time has freed. */
    CompletableFuture<List<SessionRecord>> at(Instant now) {
        return readers.submit(db -> tables.sessions().idle(db, now))
                .thenCompose(idle -> end(idle, 0, now, List.of()))
                .thenCompose(ended -> writer.submit(db -> {
                    tables.holds().forgetPast(db, now);
                    tables.joins().forgetPast(db, now);
                    tables.freed().by(db, now);
                    return () -> ended;
                }));
    }

    private CompletableFuture<List<SessionRecord>> end(
            List<SessionId> idle, int start, Instant now, List<SessionRecord> before) {
        if (start >= idle.size()) {
            return CompletableFuture.completedFuture(before);
        }
        List<SessionId> batch = idle.subList(start, Math.min(idle.size(), start + BATCH));
        return writer.submit(db -> end(db, batch, now))
                .thenCompose(ended -> end(
                        idle,
                        start + BATCH,
                        now,
                        Stream.concat(before.stream(), ended.stream()).toList()));
    }

    private Supplier<List<SessionRecord>> end(Db db, List<SessionId> batch, Instant now) throws SQLException {
        List<StoredSession> ended = new ArrayList<>();
        for (SessionId id : batch) {
            Optional<StoredSession> idle = tables.sessions().find(db, id).flatMap(stored -> stillIdle(stored, now));
            if (idle.isPresent()) {
                tables.sessions().delete(db, idle.get(), Ending.IDLE, now);
                ended.add(idle.get());
            }
        }
        return () -> {
            ended.forEach(stored -> residents.ended(stored, Ending.IDLE));
            return ended.stream().map(StoredSession::record).toList();
        };
    }

    private Optional<StoredSession> stillIdle(StoredSession stored, Instant now) {
        Optional<AdmittedSession> inMemory = residents.find(stored.id());
        StoredSession newest =
                inMemory.map(s -> stored.seen(s.lastSeenMillis())).orElse(stored);
        Duration grace = inMemory.isPresent() ? Duration.ZERO : notWrittenYet;
        return now.isBefore(newest.session().idleUntil().plus(grace)) ? Optional.empty() : Optional.of(newest);
    }
}
