package io.passgate.planted.impure.identity;

import java.util.concurrent.ThreadLocalRandom;

/** Breaks: the core is pure. */
final class DrawsThreadLocal {
    int draw() {
        return ThreadLocalRandom.current().nextInt();
    }
}
