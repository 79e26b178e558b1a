package io.passgate.planted.impure.identity;

/** Breaks: the core is pure. */
final class ReadsMillis {
    long now() {
        return System.currentTimeMillis() + System.nanoTime();
    }
}
