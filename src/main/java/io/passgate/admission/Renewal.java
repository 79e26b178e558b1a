package io.passgate.admission;

import io.passgate.decision.Verdict;
import io.passgate.license.Terms;
import io.passgate.session.SessionId;
import java.time.Instant;
import java.util.Optional;

/**
 * A session whose paid time is over and that had activity since: to be paid for anew, exactly once however many ask (design.md
 * §3, step 3). Immutable.
 *
 * @param session which
 * @param accessId of the denied access, should nothing be left to pay with
 * @param requestId of the request that was the activity, or that opened the WebSocket whose frame was
 * @param terms what the license grants
 * @param decide the decision, run in the transaction on what it read
 * @param now when
 */
public record Renewal(
        SessionId session, String accessId, String requestId, Terms terms, Opening.Decide decide, Instant now) {

    /**
     * What became of it.
     *
     * @param verdict renewed or refused; exempt where the user became exempt meanwhile
     * @param ended the session, when nothing was left to pay with and it ended with {@link
     *     io.passgate.session.Ending#USED_UP}
     */
    public record Outcome(Verdict verdict, Optional<SessionRecord> ended) {

        /** Whether the session goes on. */
        public boolean goesOn() {
            return ended.isEmpty() && verdict.fold(exempt -> false, renewed -> true, granted -> true, refused -> false);
        }
    }
}
