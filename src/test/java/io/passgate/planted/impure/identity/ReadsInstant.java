package io.passgate.planted.impure.identity;

import java.time.Instant;

/** Breaks: the core is pure. */
final class ReadsInstant {
    Instant now() {
        return Instant.now();
    }
}
