package io.passgate.planted.impure.identity;

import java.net.URI;

/** Breaks: the core is pure. */
final class OpensConnection {
    URI uri() {
        return URI.create("http://localhost");
    }
}
