package io.passgate.admission;

import io.passgate.identity.RequestFacts;
import io.passgate.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A request that is not admitted yet. Immutable.
 *
 * @param facts of the request
 * @param gateCookie the key of the gate cookie it carries, if any
 * @param idle the idle time of its virtual proxy
 * @param endFirst one of the user's own sessions to end in the same transaction ("end this one and let me in"); nothing ends
 *     where the arrival goes on with a session or is refused
 * @param arrived when its head stood
 * @param anonymous what it may when nobody is signed in
 */
public record Arrival(
        RequestFacts facts,
        Optional<SessionKey> gateCookie,
        Duration idle,
        Optional<SessionId> endFirst,
        Instant arrived,
        Anonymous anonymous) {

    /** What a request that is nobody's may (design.md §4). */
    public enum Anonymous {
        /** Nothing: the virtual proxy knows no anonymous users. */
        NOTHING,
        /** Go on with the anonymous session of its gate cookie. */
        GO_ON,
        /** That, and open a session for a new anonymous user. */
        OPEN
    }

    /**
     * The same arrival without its gate cookie, which belongs to another device. It joins what is open on this one as a client
     * that keeps no cookies does, so that two programs that share a cookie store do not open a session at every turn
     * (decision 15).
     */
    Arrival onAnotherDevice() {
        return new Arrival(facts.withoutCookies(), Optional.empty(), idle, endFirst, arrived, anonymous);
    }
}
