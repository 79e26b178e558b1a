package io.passgate.admission;

import io.passgate.session.Ending;
import io.passgate.session.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A ledger where something else always happens between the commit of an opening and its answer. */
record OvertakenLedger(Ledger ledger, Runnable meanwhile) implements Ledger {

    @Override
    public Optional<AdmittedSession> admitted(SessionKey key) {
        return ledger.admitted(key);
    }

    @Override
    public CompletionStage<Optional<AdmittedSession>> find(SessionKey key) {
        return ledger.find(key);
    }

    @Override
    public CompletionStage<Opening.Outcome> open(Opening opening) {
        return ledger.open(opening).thenApply(outcome -> {
            meanwhile.run();
            return outcome;
        });
    }

    @Override
    public CompletionStage<Optional<Renewal.Outcome>> renew(Renewal renewal) {
        return ledger.renew(renewal);
    }

    @Override
    public CompletionStage<Optional<SessionRecord>> end(SessionId id, Ending ending, HoldTerms hold, Instant now) {
        return ledger.end(id, ending, hold, now);
    }

    @Override
    public CompletionStage<List<SessionRecord>> expire(Instant now) {
        return ledger.expire(now);
    }

    @Override
    public void closeJoin(SessionId id, Instant at) {
        ledger.closeJoin(id, at);
    }
}
