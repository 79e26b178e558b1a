package io.passgate.planted.impure.identity;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Keeps the rule: time comes in as an argument. */
record InnocentValue(Instant at, String text) {
    Instant later(Duration by) {
        return at.plus(by).plusMillis(text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8).length);
    }
}
