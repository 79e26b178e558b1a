package io.passgate.authn;

import io.passgate.hub.HubAnswer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** How long a hub that is asked too much wants not to be asked (RFC 9110 §10.2.3, RFC 6585 §4). */
final class RetryAfter {

    /** As long as an admitted session goes on without an answer (design.md §4): a wild value does no more harm than that. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    private static final Duration UNSAID = Duration.ofSeconds(1);

    private RetryAfter() {}

    /** Until when, where a 429 or 503 says so; a 429 that names no time means a second. */
    static Optional<Instant> of(HubAnswer answer, Instant now) {
        if (answer.status() != 429 && answer.status() != 503) {
            return Optional.empty();
        }
        Instant latest = now.plus(LONGEST);
        return answer.value("Retry-After")
                .flatMap(value -> parse(value, now))
                .map(until -> until.isAfter(latest) ? latest : until)
                .or(() -> answer.status() == 429 ? Optional.of(now.plus(UNSAID)) : Optional.empty());
    }

    private static Optional<Instant> parse(String value, Instant now) {
        try {
            if (value.chars().allMatch(c -> c >= '0' && c <= '9') && !value.isEmpty()) {
                return Optional.of(value.length() > 9 ? Instant.MAX : now.plusSeconds(Long.parseLong(value)));
            }
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from));
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }
}
