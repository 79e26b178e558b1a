package io.passgate.backend;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The highest time seen: a clock that is set back revives nothing (design.md §5). Safe for use by many threads. */
final class HighestTime {
    private final AtomicLong millis = new AtomicLong();

    /** Sees {@code now}; the highest time, in milliseconds. */
    long see(Instant now) {
        long shown = now.toEpochMilli();
        long seen = millis.get();
        return shown <= seen ? seen : millis.accumulateAndGet(shown, Math::max);
    }

    Instant get() {
        return Instant.ofEpochMilli(millis.get());
    }

    /** That is the time, whatever was seen before. */
    void set(Instant time) {
        millis.set(time.toEpochMilli());
    }

    /** What a person should know of a clock that shows {@code now}. */
    List<String> notes(Instant now) {
        Instant highest = get();
        return now.plus(Verified.CLOCK_BOUND).isBefore(highest)
                ? List.of("the clock of this machine shows " + now + ", but " + highest
                        + " was seen before: the license stands as of then")
                : List.of();
    }
}
