package io.passgate.doctor;

import java.time.Duration;

/** Spans of time as people say them. Stateless. */
final class Spans {
    private Spans() {}

    static String words(Duration span) {
        long seconds = Math.abs(span.toSeconds());
        if (seconds < 120) {
            return seconds + (seconds == 1 ? " second" : " seconds");
        }
        if (seconds < 2 * 3_600) {
            return seconds / 60 + " minutes";
        }
        if (seconds < 2 * 86_400) {
            return seconds / 3_600 + " hours";
        }
        return seconds / 86_400 + " days";
    }
}
