package io.passgate.front;

import io.passgate.identity.User;
import java.util.Optional;

/** What the gatekeeper remembers with a client connection; of its own type. Confined to the connection's event loop. */
public interface ConnectionMemo {
    /** Nothing yet. */
    ConnectionMemo NONE = new ConnectionMemo() {};

    /** Whose the connection was proved to be, for access lines. */
    default Optional<User> user() {
        return Optional.empty();
    }
}
