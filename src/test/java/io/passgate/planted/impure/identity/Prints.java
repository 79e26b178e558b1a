package io.passgate.planted.impure.identity;

/** Breaks: the core is pure. */
final class Prints {
    void print() {
        System.out.println("x");
    }
}
