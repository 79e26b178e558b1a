package io.passgate.admission;

import io.passgate.session.Ending;

/** Something of a session that is running now: a request, a download, a WebSocket. */
public interface LiveExchange {

    /** The session has ended: end too. Called once at the most, on any thread; must not block. */
    void sessionEnded(Ending ending);
}
