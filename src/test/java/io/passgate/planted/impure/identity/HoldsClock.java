package io.passgate.planted.impure.identity;

import java.time.InstantSource;

/** Breaks: the core is pure. */
final class HoldsClock {
    private final InstantSource clock;

    HoldsClock(InstantSource clock) {
        this.clock = clock;
    }

    long now() {
        return clock.millis();
    }
}
