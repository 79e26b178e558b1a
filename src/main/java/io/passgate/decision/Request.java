package io.passgate.decision;

import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.session.SessionId;
import java.util.Optional;

/**
 * What is asked of the decision: may this user open a session, or go on with one. Immutable.
 *
 * @param user who
 * @param current the session that the request belongs to or may join, if any
 */
public record Request(User user, Optional<Current> current) {

    /**
     * A session that is open.
     *
     * @param session its name
     * @param type the access type it goes on
     */
    public record Current(SessionId session, AccessType type) {}

    /** A new session. */
    public static Request opening(User user) {
        return new Request(user, Optional.empty());
    }
}
