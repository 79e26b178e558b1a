package io.passgate.planted.starting.front;

import java.util.concurrent.Executor;

/** Keeps the rule: the constructor keeps what {@code start} will run. */
final class InnocentService {
    private final Runnable later;

    InnocentService(Executor executor, Runnable task) {
        this.later = () -> executor.execute(task);
    }

    void start() {
        later.run();
    }
}
