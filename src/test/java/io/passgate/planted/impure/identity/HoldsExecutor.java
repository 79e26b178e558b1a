package io.passgate.planted.impure.identity;

import java.util.concurrent.Executor;

/** Breaks: the core is pure. */
final class HoldsExecutor {
    void run(Executor executor) {
        executor.execute(() -> {});
    }
}
