package io.passgate.admission;

import io.passgate.decision.Charge;
import io.passgate.decision.Verdict;
import io.passgate.identity.RequestFacts;
import io.passgate.identity.User;
import io.passgate.session.Ending;
import io.passgate.session.Session;
import io.passgate.session.SessionId;
import java.time.Duration;
import java.time.Instant;

/**
 * Is told of every opening, renewal, refusal, further address and end, once each, after it is durable. Must not block for long and
 * must not throw. Safe for use by many threads.
 */
public interface DecisionLog {

    /** A session was opened. */
    void opened(Opened opened);

    /** Somebody was refused. */
    void refused(Refused refused);

    /** An open session was paid for anew: another unit, another login access pass, or one given by a rule. */
    void renewed(Renewed renewed);

    /** A session ended. */
    void ended(Ended ended);

    /** An exempt user was let in, without session. */
    void exempt(Exempt exempt);

    /** An open session is used from one more address. */
    void usedFrom(UsedFrom usedFrom);

    /**
     * An open session is used from an address that it was not used from before (design.md §4).
     *
     * @param at when
     * @param facts of the request
     * @param session which
     * @param addresses how many addresses that makes
     */
    record UsedFrom(Instant at, RequestFacts facts, Session session, int addresses) {}

    /**
     * An exempt user was let in: once per look at who is asking, not once per request.
     *
     * @param at when
     * @param facts of the request
     * @param user who
     * @param took how long from the request's head to the answer, who-am-I included
     */
    record Exempt(Instant at, RequestFacts facts, User user, Duration took) {}

    /**
     * A session was opened.
     *
     * @param at when
     * @param facts of the request that opened it
     * @param session its name
     * @param user whose
     * @param asSeen the user as the source of identity spelled it
     * @param usageId its usage
     * @param verdict why
     * @param took how long from the request's head to the answer, who-am-I included
     */
    record Opened(
            Instant at,
            RequestFacts facts,
            SessionId session,
            User user,
            String asSeen,
            String usageId,
            Verdict.Granted verdict,
            Duration took) {}

    /**
     * An open session was paid for anew, which happens once for each unit and pass, however many requests wait for it.
     *
     * @param at when
     * @param facts of the request that was the activity
     * @param user whose
     * @param verdict which session, and with what it was paid
     * @param took how long from the asking for it to the answer
     */
    record Renewed(Instant at, RequestFacts facts, User user, Verdict.Renewed verdict, Duration took) {

        /** Whether that verdict took something: else it is nothing to be told. */
        static boolean charged(Verdict.Renewed verdict) {
            return !verdict.paid().charge().equals(Charge.NOTHING);
        }
    }

    /**
     * Somebody was refused.
     *
     * @param at when
     * @param facts of the request
     * @param session the name that the session would have had
     * @param user who
     * @param asSeen the user as the source of identity spelled it
     * @param accessId of the denied access
     * @param verdict why
     * @param took how long from the request's head to the answer, who-am-I included
     */
    record Refused(
            Instant at,
            RequestFacts facts,
            SessionId session,
            User user,
            String asSeen,
            String accessId,
            Verdict.Refused verdict,
            Duration took) {}

    /**
     * A session ended.
     *
     * @param at when
     * @param session which
     * @param ending how
     */
    record Ended(Instant at, SessionRecord session, Ending ending) {}
}
