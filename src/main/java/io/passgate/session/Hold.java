package io.passgate.session;

import java.time.Instant;

/**
 * The slot of a session ended at the maximum, taken until a moment and freed by time alone (design.md §3). Immutable.
 *
 * @param until from this moment on the slot is free
 */
public record Hold(Instant until) {}
