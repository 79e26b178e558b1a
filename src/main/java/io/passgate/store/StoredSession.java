package io.passgate.store;

import io.passgate.admission.AdmittedSession;
import io.passgate.admission.Opening;
import io.passgate.admission.SessionKey;
import io.passgate.admission.SessionRecord;
import io.passgate.decision.Paid;
import io.passgate.license.AccessType;
import io.passgate.session.Session;
import io.passgate.session.SessionId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The row of an open session. Immutable.
 *
 * @param session as stored: "last seen" may be older than what memory knows
 * @param key of its gate cookie
 * @param accessType the access pass it goes on
 * @param usageId of its usage
 * @param joinClosed when its gate cookie first came back
 */
record StoredSession(
        Session session, SessionKey key, AccessType accessType, String usageId, Optional<Instant> joinClosed) {

    /** The row that {@code opening} makes, its times cut to what the ledger keeps. */
    static StoredSession of(Opening opening, Paid paid) {
        Session wanted = opening.session();
        Session session = new Session(
                wanted.id(),
                wanted.user(),
                wanted.virtualProxy(),
                wanted.opened().truncatedTo(ChronoUnit.MICROS),
                wanted.lastSeen().truncatedTo(ChronoUnit.MICROS),
                wanted.idle(),
                wanted.address(),
                wanted.userAgent(),
                cut(paid.until()));
        return new StoredSession(session, opening.key(), paid.type(), opening.usageId(), Optional.empty());
    }

    SessionId id() {
        return session.id();
    }

    /** What the request path is handed when memory does not have the session yet. */
    AdmittedSession admitted() {
        return new AdmittedSession(session, accessType, joinClosed.isPresent());
    }

    /** The same row, last seen at {@code millis} if that is later. */
    StoredSession seen(long millis) {
        return new StoredSession(session.seen(Instant.ofEpochMilli(millis)), key, accessType, usageId, joinClosed);
    }

    /** The same row, going on as {@code paid}. */
    StoredSession paid(Paid paid) {
        return new StoredSession(session.paid(cut(paid.until())), key, paid.type(), usageId, joinClosed);
    }

    private static Optional<Instant> cut(Optional<Instant> until) {
        return until.map(moment -> moment.truncatedTo(ChronoUnit.MICROS));
    }

    /** As others know it. */
    SessionRecord record() {
        return new SessionRecord(session, accessType, usageId);
    }
}
