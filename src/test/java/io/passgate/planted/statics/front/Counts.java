package io.passgate.planted.statics.front;

/** Breaks: a static that changes. */
final class Counts {
    private static int count;

    int next() {
        count++;
        return count;
    }
}
