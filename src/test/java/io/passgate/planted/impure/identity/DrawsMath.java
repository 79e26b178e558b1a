package io.passgate.planted.impure.identity;

/** Breaks: the core is pure. */
final class DrawsMath {
    double draw() {
        return Math.random();
    }
}
