package io.passgate.admission;

import io.passgate.session.Ending;
import io.passgate.session.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A ledger whose store is gone. */
final class LostLedger implements Ledger {

    private static <T> CompletionStage<T> lost() {
        return CompletableFuture.failedFuture(
                new LedgerUnavailable("the disk is gone", new IllegalStateException("disk")));
    }

    @Override
    public Optional<AdmittedSession> admitted(SessionKey key) {
        return Optional.empty();
    }

    @Override
    public CompletionStage<Optional<AdmittedSession>> find(SessionKey key) {
        return lost();
    }

    @Override
    public CompletionStage<Opening.Outcome> open(Opening opening) {
        return lost();
    }

    @Override
    public CompletionStage<Optional<Renewal.Outcome>> renew(Renewal renewal) {
        return lost();
    }

    @Override
    public CompletionStage<Optional<SessionRecord>> end(SessionId id, Ending ending, HoldTerms hold, Instant now) {
        return lost();
    }

    @Override
    public CompletionStage<List<SessionRecord>> expire(Instant now) {
        return lost();
    }

    @Override
    public void closeJoin(SessionId id, Instant at) {
        throw new AssertionError("there is no session to close the join of");
    }
}
