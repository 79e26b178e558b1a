package io.passgate.admission;

import io.passgate.decision.LedgerView;
import io.passgate.decision.Request;
import io.passgate.decision.Verdict;
import io.passgate.identity.Attributes;
import io.passgate.identity.RequestFacts;
import io.passgate.license.Terms;
import io.passgate.session.Session;
import io.passgate.session.SessionId;
import java.util.List;
import java.util.Optional;

/**
 * A session about to be opened, all its ids drawn beforehand, so that deciding it again after a lost race changes nothing
 * else. Immutable.
 *
 * @param session the session as it will be
 * @param key of its gate cookie
 * @param usageId of the usage record, or of the denied access
 * @param facts of the request
 * @param attributes of the user, as seen
 * @param joins how requests of the same opening recognize each other
 * @param endFirst one of the user's own sessions that ends first, in the same transaction, its slot handed over
 * @param terms what the license grants
 * @param decide the decision, run in the transaction on what it read
 */
public record Opening(
        Session session,
        SessionKey key,
        String usageId,
        RequestFacts facts,
        Attributes attributes,
        Joins joins,
        Optional<SessionId> endFirst,
        Terms terms,
        Decide decide) {

    /** The decision on what the transaction read. May be called more than once. */
    public interface Decide {
        /** The verdict; pure. */
        Verdict on(Request request, LedgerView view);
    }

    /**
     * How requests of the same opening recognize each other (design.md §4, joining).
     *
     * @param burst keys that join within 10 s of the opening and until the gate cookie has come back once
     * @param cookieLess the key that joins as long as the session lives, for a client that keeps no cookies
     */
    public record Joins(List<String> burst, Optional<String> cookieLess) {
        /** Copies. */
        public Joins {
            burst = List.copyOf(burst);
        }
    }

    /**
     * What became of it.
     *
     * @param verdict the decision
     * @param session the session opened, or joined; empty when exempt or refused
     * @param ended sessions that ended in the same transaction
     */
    public record Outcome(Verdict verdict, Optional<AdmittedSession> session, List<SessionRecord> ended) {
        /** Copies. */
        public Outcome {
            ended = List.copyOf(ended);
        }
    }
}
