package io.passgate.admission;

import io.passgate.session.Ending;
import io.passgate.session.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The durable record of sessions, as the request path needs it (design.md §6). Every answer that is a stage comes after the
 * commit it tells of, on a thread of the ledger: whoever needs another thread goes there. A stage fails with a
 * {@link LedgerUnavailable} when the store is lost. Safe for use by many threads.
 */
public interface Ledger {

    /** The session of that key, if it is in memory. Never blocks. */
    Optional<AdmittedSession> admitted(SessionKey key);

    /** The session of that key, looked up where memory does not have it. */
    CompletionStage<Optional<AdmittedSession>> find(SessionKey key);

    /** Opens, joins or refuses, in one transaction; a refusal changes nothing but the denied-access record. */
    CompletionStage<Opening.Outcome> open(Opening opening);

    /**
     * Ends a session and everything of it that runs. Empty when it is not open any more.
     *
     * @param hold what becomes of the slot where the ending holds it
     */
    CompletionStage<Optional<SessionRecord>> end(SessionId id, Ending ending, HoldTerms hold, Instant now);

    /** Ends every session that admits nothing any more; also lets go of past holds and joins. */
    CompletionStage<List<SessionRecord>> expire(Instant now);

    /** The gate cookie of that session has come back: its opening can no longer be joined. Not waited for. */
    void closeJoin(SessionId id);

    /**
     * When an ending holds the slot.
     *
     * @param parallel the limit: at or above it, the slot is held
     * @param hold how long
     */
    record HoldTerms(int parallel, java.time.Duration hold) {}
}
