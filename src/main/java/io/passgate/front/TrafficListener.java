package io.passgate.front;

import io.passgate.hub.HubFault;

/** Counts the traffic. Called on event loops, by several threads; must not block. */
public interface TrafficListener {
    /** Counts nothing. */
    TrafficListener NONE = new TrafficListener() {
        @Override
        public void answered(int status) {}

        @Override
        public void hubFailed(HubFault.Kind kind) {}
    };

    /** A final answer was given to a client, by the hub or by the gate. */
    void answered(int status);

    /** Whether {@link #served} wants to be told; asked once per request. */
    default boolean wantsServed() {
        return false;
    }

    /** A request is over. */
    default void served(Served served) {}

    /** The hub did not answer as it should. */
    void hubFailed(HubFault.Kind kind);
}
