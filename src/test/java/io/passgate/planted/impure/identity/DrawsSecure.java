package io.passgate.planted.impure.identity;

import java.security.SecureRandom;

/** Breaks: the core is pure. */
final class DrawsSecure {
    int draw(SecureRandom random) {
        return random.nextInt();
    }
}
