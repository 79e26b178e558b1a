package io.passgate.doctor;

import io.passgate.doctor.Finding.Area;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * How far a target's clock and that of this machine may be apart. Immutable.
 *
 * @param warning from when on it is told
 * @param fault from when on something does not work, if anything ever does
 */
record ClockBounds(Duration warning, Optional<Duration> fault) {
    static final String CHECK = "clock";

    private static final Duration TOLD = Duration.ofMinutes(2);

    /** Nothing rests on it; it is told, for sessions and logs are compared. */
    static final ClockBounds HUB = new ClockBounds(TOLD, Optional.empty());

    /** @param bound beyond which an answer is not accepted */
    static ClockBounds backend(Duration bound) {
        return new ClockBounds(TOLD, Optional.of(bound));
    }

    /** @param date as HTTP writes it (RFC 9110 §5.6.7) */
    Finding judge(Target target, String date, Instant now) {
        Instant theirs;
        try {
            theirs = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
        } catch (DateTimeException e) {
            return target.subject().skipped(CHECK, "its Date cannot be read");
        }
        Duration apart = Duration.between(theirs, now);
        String seen =
                target.whose() + " shows " + theirs + ", this machine " + Instant.ofEpochSecond(now.getEpochSecond());
        if (apart.abs().compareTo(warning) <= 0) {
            return target.subject().ok(CHECK, Spans.words(apart) + " apart");
        }
        String wrong = "the clock of this machine is " + Spans.words(apart)
                + (apart.isNegative() ? " behind" : " ahead of") + " that of " + target.whose();
        String toDo = "set the clock that is wrong and keep it right with NTP (timedatectl, chronyc tracking)";
        if (fault.filter(bound -> apart.abs().compareTo(bound) > 0).isPresent()) {
            return target.subject()
                    .fault(
                            Area.UNREACHABLE,
                            CHECK,
                            seen,
                            wrong + "; beyond " + Spans.words(fault.get()) + " its answers are not accepted",
                            toDo);
        }
        return target.subject().warning(CHECK, seen, wrong, toDo);
    }
}
