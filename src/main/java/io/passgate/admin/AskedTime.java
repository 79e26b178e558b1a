package io.passgate.admin;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** A moment as people ask for it: a time, or a date, which is its beginning in UTC. Pure. */
public final class AskedTime {

    private AskedTime() {}

    /** Of {@code text}; throws {@link java.time.format.DateTimeParseException} where it is neither. */
    public static Instant of(String text) {
        return text.contains("T")
                ? Instant.parse(text)
                : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
