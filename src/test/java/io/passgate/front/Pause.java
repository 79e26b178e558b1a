package io.passgate.front;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Makes a hub's script wait for its test; at most ten seconds. */
final class Pause {
    private Pause() {}

    static void until(CountDownLatch latch) throws IOException {
        try {
            check(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    static void until(Semaphore permit) throws IOException {
        try {
            check(permit.tryAcquire(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void check(boolean inTime) throws IOException {
        if (!inTime) {
            throw new IOException("the test did not let the hub go on");
        }
    }
}
