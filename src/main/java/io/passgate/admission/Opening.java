package io.passgate.admission;

import io.passgate.decision.LedgerView;
import io.passgate.decision.Request;
import io.passgate.decision.Verdict;
import io.passgate.identity.Attributes;
import io.passgate.identity.RequestFacts;
import io.passgate.license.Terms;
import io.passgate.session.Ending;
import io.passgate.session.Session;
import io.passgate.session.SessionId;
import java.time.Duration;
import java.time.Instant;
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
     * How requests of the same opening recognize each other (design.md §4, joining). What counts is when a request arrived, not
     * when its turn came: of 200 requests that were under way together, none is left behind because the answer to the first
     * was quick to come back.
     *
     * @param burst keys that join as long as {@link #burstJoins} says
     * @param cookieLess the key that joins as long as the session lives, for a client that keeps no cookies
     * @param arrived when the request arrived
     */
    public record Joins(List<String> burst, Optional<String> cookieLess, Instant arrived) {

        /** How long after its opening a session can be joined by a burst key. */
        public static final Duration WINDOW = Duration.ofSeconds(10);

        /** Copies. */
        public Joins {
            burst = List.copyOf(burst);
        }

        /**
         * Whether a burst key still joins a session: this request arrived within 10 s of the opening, and not after the gate
         * cookie had come back.
         *
         * @param opened when the session was opened
         * @param closed when its gate cookie first came back, if it has
         */
        public boolean burstJoins(Instant opened, Optional<Instant> closed) {
            return arrived.isBefore(opened.plus(WINDOW))
                    && closed.map(at -> !arrived.isAfter(at)).orElse(true);
        }
    }

    /**
     * A session that ended to make room, in the transaction of an opening.
     *
     * @param session which
     * @param ending {@link Ending#OWN_OTHER} for {@code endFirst}, {@link Ending#DISPLACED} for the longest idle, {@link
     *     Ending#IDLE} for one whose idle time was over
     */
    public record Ended(SessionRecord session, Ending ending) {}

    /**
     * What became of it.
     *
     * @param verdict the decision
     * @param session the session opened, or joined; empty when exempt or refused
     * @param ended sessions of the user that ended in the same transaction; none unless granted
     */
    public record Outcome(Verdict verdict, Optional<AdmittedSession> session, List<Ended> ended) {
        /** Copies. */
        public Outcome {
            ended = List.copyOf(ended);
        }
    }
}
