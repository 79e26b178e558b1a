package io.passgate.cli;

import java.util.concurrent.CountDownLatch;

/**
 * SIGTERM and SIGINT as something to wait for: the JVM's shutdown waits until what runs has been closed, and the process then
 * exits 0, where the JVM by itself would exit 143 or 130. Safe for use by many threads.
 */
final class StopSignal implements AutoCloseable {

    private final CountDownLatch told = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    private StopSignal() {}

    static StopSignal install() {
        StopSignal stop = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(stop::shutdown, "stop"));
        return stop;
    }

    /** Returns when the process has been told to stop. */
    void await() throws InterruptedException {
        told.await();
    }

    /** Everything is closed: the process may end. */
    @Override
    public void close() {
        closed.countDown();
    }

    private void shutdown() {
        boolean wasRunning = closed.getCount() > 0;
        told.countDown();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (wasRunning) {
            Runtime.getRuntime().halt(ExitCode.OK.code());
        }
    }
}
