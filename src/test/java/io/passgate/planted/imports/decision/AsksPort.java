package io.passgate.planted.imports.decision;

import io.passgate.planted.imports.admission.Port;

/** Breaks: the decision reads while deciding. */
final class AsksPort {
    int decide(Port port) {
        return port.count();
    }
}
