package io.passgate.backend;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** How long the license backend wants to be left alone (RFC 9110 §10.2.3). Stateless. */
final class RetryAfter {

    /** More is not believed: it would make a license stale that the backend would verify. */
    private static final Duration MOST = Duration.ofHours(4);

    private RetryAfter() {}

    /** The seconds, or the time until the date, that the header names; zero when it names neither. */
    static Duration read(String header, Instant now) {
        try {
            Duration wait = header.matches("[0-9]{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(header))
                    : Duration.between(
                            now,
                            ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            return wait.isNegative() ? Duration.ZERO : wait.compareTo(MOST) > 0 ? MOST : wait;
        } catch (DateTimeException e) {
            return Duration.ZERO; // no form of the RFC: the gate's own back-off stands
        }
    }
}
