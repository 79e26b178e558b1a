package io.passgate.app;

import io.passgate.admin.Health;
import java.util.List;

/** Whether the gate is ready: from the moment it listens until it drains. Safe for use by many threads. */
final class Readiness implements Health {

    private volatile List<String> unready = List.of("starting");

    void ready() {
        unready = List.of();
    }

    void draining() {
        unready = List.of("draining");
    }

    @Override
    public List<String> unready() {
        return unready;
    }
}
