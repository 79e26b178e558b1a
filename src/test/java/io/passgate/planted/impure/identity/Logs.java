package io.passgate.planted.impure.identity;

import org.slf4j.Logger;

/** Breaks: the core is pure. */
final class Logs {
    void log(Logger log) {
        log.info("x");
    }
}
