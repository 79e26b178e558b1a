package io.passgate.telemetry;

/** Is told of every request when access lines are on. Never blocks. Safe for use by many threads. */
public interface AccessLog {

    /** A request is over. */
    void request(AccessLine line);
}
