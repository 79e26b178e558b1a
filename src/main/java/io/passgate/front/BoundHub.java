package io.passgate.front;

import io.passgate.hub.HubConnection;
import io.passgate.hub.HubLane;
import org.jspecify.annotations.Nullable;

/**
 * Keeps, between two requests, the hub connection that belongs to one client because of NTLM or Negotiate (RFC 4559 §6).
 * Confined to the event loop.
 */
final class BoundHub {
    private @Nullable HubLane lane;
    private @Nullable HubConnection connection;

    /** The connection, if there is one and it comes from this lane; it is the caller's now. */
    @Nullable
    HubConnection take(HubLane from) {
        HubConnection own = lane == from ? connection : null;
        if (own != null) {
            connection = null;
        }
        return own;
    }

    void keep(HubLane from, HubConnection own) {
        close();
        lane = from;
        connection = own;
    }

    void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
