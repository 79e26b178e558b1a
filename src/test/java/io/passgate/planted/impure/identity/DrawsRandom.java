package io.passgate.planted.impure.identity;

import java.util.Random;

/** Breaks: the core is pure. */
final class DrawsRandom {
    int draw(Random random) {
        return random.nextInt();
    }
}
