package io.passgate.front;

import io.passgate.wire.ResponseHead;

/** Looks at the answer of the hub before the client sees it. */
@FunctionalInterface
public interface ResponseGuard {
    /**
     * Called on the event loop with the final head, 101 included. Leads to exactly one call on {@code verdict}, now or later, on
     * the event loop; until then the hub's answer waits and {@code head} stays valid.
     */
    void answered(ResponseHead head, ResponseVerdict verdict);
}
