package io.passgate.admission;

import io.passgate.session.Ending;
import io.passgate.session.SessionId;
import java.time.Duration;
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

    /**
     * The session of that key, if it is in memory. Never blocks. Whoever asks for a session gets the same object for as long as
     * something of it runs, so that ending it reaches everything.
     */
    Optional<AdmittedSession> admitted(SessionKey key);

    /** The session of that key, looked up where memory does not have it. */
    CompletionStage<Optional<AdmittedSession>> find(SessionKey key);

    /**
     * Opens, joins or refuses, in one transaction (design.md §3, §4 and §6):
     * <ol>
     *   <li>the session that one of the {@link Opening.Joins} names is joined, if it is open, not idle and not {@code endFirst}:
     *       {@link Opening#decide} is asked about going on with it;
     *   <li>else it is asked about a new one, on a view without {@code endFirst} when that is an open session of the same user;
     *   <li>granted: {@code endFirst}, the displaced session and those of the user whose idle time is over end, without hold; the
     *       session stands under its key and joins, its charge is written, its usage is recorded and the allocation is marked as
     *       used; what was granted in shadow is recorded as denied access in shadow;
     *   <li>renewed: the charge is written where one is due, as by {@link #renew};
     *   <li>refused: nothing changes but the denied-access record.
     * </ol>
     * The user is remembered with the attributes as seen; {@link io.passgate.identity.Attributes#NONE} forgets none.
     */
    CompletionStage<Opening.Outcome> open(Opening opening);

    /**
     * Pays anew for a session whose paid time is over, in one transaction: where it has been paid for meanwhile, it goes on; else
     * {@link Renewal#decide} is asked. Renewed: the charge is written and the session is paid until the new moment, on the access
     * type of the verdict. Refused: the session ends, with a denied-access record. Empty when it is not open any more.
     */
    CompletionStage<Optional<Renewal.Outcome>> renew(Renewal renewal);

    /**
     * Ends a session and everything of it that runs. Empty when it is not open any more.
     *
     * @param hold what becomes of the slot where the ending holds it
     */
    CompletionStage<Optional<SessionRecord>> end(SessionId id, Ending ending, HoldTerms hold, Instant now);

    /**
     * Ends every session that has been idle for its time, by the last activity that any request knows of; also lets go of past
     * holds and joins.
     */
    CompletionStage<List<SessionRecord>> expire(Instant now);

    /**
     * The gate cookie of that session has come back at {@code at}: no burst key of a request that arrives later joins it.
     * Not waited for, but an opening that is asked for afterwards knows of it.
     */
    void closeJoin(SessionId id, Instant at);

    /**
     * When an ending holds the slot.
     *
     * @param parallel the limit: at or above it, the slot is held
     * @param hold how long
     */
    record HoldTerms(int parallel, Duration hold) {}
}
