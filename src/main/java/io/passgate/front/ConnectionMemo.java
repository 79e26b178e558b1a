package io.passgate.front;

/** What the gatekeeper remembers with a client connection; of its own type. Confined to the connection's event loop. */
public interface ConnectionMemo {
    /** Nothing yet. */
    ConnectionMemo NONE = new ConnectionMemo() {};
}
