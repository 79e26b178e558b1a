package io.passgate.front;

/** Told, on the event loop and often, that a client sent WebSocket data frames. */
@FunctionalInterface
public interface Activity {
    /** Nobody wants to know. */
    Activity IGNORED = () -> {};

    void active();
}
