package io.passgate.planted.impure.identity;

import java.util.UUID;

/** Breaks: the core is pure. */
final class DrawsUuid {
    UUID id() {
        return UUID.randomUUID();
    }
}
