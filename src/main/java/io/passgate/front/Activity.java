package io.passgate.front;

/** Told, on the event loop and often, that WebSocket data frames pass. */
@FunctionalInterface
public interface Activity {
    /** Nobody wants to know. */
    Activity IGNORED = () -> {};

    void active();

    /** The hub sent data frames; activity only where a preset says so (design.md §3). */
    default void hubActive() {}
}
