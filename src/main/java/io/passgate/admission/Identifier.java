package io.passgate.admission;

import io.passgate.identity.Identification;
import io.passgate.identity.RequestFacts;
import java.util.concurrent.CompletionStage;

/**
 * Tells who is asking, by the identity chain of the request's virtual proxy (design.md §4). Safe for use by many threads.
 */
public interface Identifier {

    /** The answer; never fails: what goes wrong is {@link Identification.CannotTell}. Completes on any thread. */
    CompletionStage<Identification> identify(RequestFacts facts);

    /** Forgets what was answered for any of these credentials: the next request asks again (after a log-out or a login). */
    void forget(RequestFacts facts);

    /**
     * The epoch of these credentials, another one after each {@link #forget} of any of them: what was asked in one proves nothing
     * in the next. Cheap enough for every request.
     */
    long epoch(RequestFacts facts);
}
