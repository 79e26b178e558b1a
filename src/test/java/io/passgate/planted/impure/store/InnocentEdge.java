package io.passgate.planted.impure.store;

import java.time.Instant;

/** Keeps the rule: an edge may read the clock. */
final class InnocentEdge {
    Instant now() {
        return Instant.now();
    }
}
