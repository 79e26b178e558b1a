package io.passgate.cli;

import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;

/**
 * SIGTERM and SIGINT as something to wait for, so that the gate drains and exits 0; the JVM's own handling would exit 143. A
 * second signal ends the process at once. Safe for use by many threads.
 */
final class StopSignal {

    private static final int ENDED_AT_ONCE = 143;

    private final CountDownLatch told = new CountDownLatch(1);

    private StopSignal() {}

    static StopSignal install() {
        StopSignal stop = new StopSignal();
        Signal.handle(new Signal("TERM"), signal -> stop.signal());
        Signal.handle(new Signal("INT"), signal -> stop.signal());
        return stop;
    }

    void await() throws InterruptedException {
        told.await();
    }

    private void signal() {
        if (told.getCount() == 0) {
            Runtime.getRuntime().halt(ENDED_AT_ONCE);
        }
        told.countDown();
    }
}
