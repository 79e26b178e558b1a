package io.passgate.store;

import io.passgate.session.SessionId;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Writes the last activity of sessions in bounded batches, each a work of its own, so that openings find their turn in between
 * (design.md §6). Safe for use by many threads.
 */
final class LastSeen {

    /** How many sessions are written in one piece. */
    static final int BATCH = 200;

    private final Residents residents;
    private final Sessions sessions;
    private final Writer writer;

    LastSeen(Residents residents, Sessions sessions, Writer writer) {
        this.residents = residents;
        this.sessions = sessions;
        this.writer = writer;
    }

    /** Writes what memory knows better at this moment; says how many sessions that were. */
    CompletableFuture<Integer> write() {
        return from(residents.unwritten().toList(), 0);
    }

    private CompletableFuture<Integer> from(List<Residents.Seen> all, int start) {
        if (start >= all.size()) {
            return CompletableFuture.completedFuture(all.size());
        }
        List<Residents.Seen> batch = all.subList(start, Math.min(all.size(), start + BATCH));
        return writer.submitAnyway(db -> {
                    for (Residents.Seen seen : batch) {
                        SessionId id = seen.resident().id();
                        sessions.seen(db, id, seen.millis());
                    }
                    return () -> {
                        batch.forEach(residents::written);
                        return batch.size();
                    };
                })
                .thenCompose(written -> from(all, start + BATCH));
    }
}
