package io.passgate.page;

import java.time.Duration;

/** Spans of time in words. A page does not know its reader's time zone, so it says how long ago and how long from now. */
final class Spans {

    private Spans() {}

    /** {@code just now}, {@code 3 min ago}, {@code 2 h ago}, {@code 4 days ago}. */
    static String ago(Duration span) {
        if (span.toMinutes() < 1) {
            return "just now";
        }
        if (span.toHours() < 1) {
            return span.toMinutes() + " min ago";
        }
        return span.toDays() < 2 ? span.toHours() + " h ago" : span.toDays() + " days ago";
    }

    /** {@code 4:07}: minutes and seconds, as the page's script counts them down. */
    static String clock(Duration span) {
        long seconds = span.toSeconds() % 60;
        return span.toMinutes() + ":" + (seconds < 10 ? "0" : "") + seconds;
    }
}
