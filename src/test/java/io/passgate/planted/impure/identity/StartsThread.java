package io.passgate.planted.impure.identity;

/** Breaks: the core is pure. */
final class StartsThread {
    void run(Thread thread) {
        thread.start();
    }
}
