package io.passgate.admission;

import io.passgate.session.SessionId;

/** Draws names that nobody can guess; at least 122 random bits each. Safe for use by many threads. */
public interface Ids {

    /** A new session's name. */
    SessionId session();

    /** A usage, or a denied access: a UUID. */
    String usage();
}
