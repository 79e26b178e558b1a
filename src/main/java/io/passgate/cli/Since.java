package io.passgate.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code --since}: {@code 30m}, {@code 12h}, {@code 7d}, or a time. */
final class Since {

    static final String HELP = "30m, 12h, 7d, or a time such as 2026-11-21T08:00:00Z (default: ${DEFAULT-VALUE})";
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([mhd])");

    private Since() {}

    /** As the admin API takes it, encoded for a query. */
    static String encoded(String since) {
        Optional<Duration> ago = duration(since);
        if (ago.isPresent()) {
            return AdminClient.encoded(ago.get().toString());
        }
        try {
            return AdminClient.encoded(Instant.parse(since).toString());
        } catch (DateTimeParseException e) {
            throw new CliFault(
                    ExitCode.USAGE,
                    "--since: expected 30m, 12h, 7d or a time such as" + " 2026-11-21T08:00:00Z, got \"" + since
                            + "\"");
        }
    }

    /** A duration such as {@code 7d}; empty when {@code text} is none. */
    static Optional<Duration> duration(String text) {
        Matcher matcher = AGO.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                });
    }
}
