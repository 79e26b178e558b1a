package io.passgate.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * One line of a License Enabler File, {@code Attribute;Value;From;To} (domain.md §4.3). It holds on both days and between; a
 * day is one of UTC. Immutable.
 *
 * @param attribute what it is about
 * @param value how many, or empty
 * @param from the first day, if there is one
 * @param to the last day, if there is one
 */
public record EnablerLine(EnablerAttribute attribute, String value, Optional<LocalDate> from, Optional<LocalDate> to) {

    /** A line that always holds. */
    public static EnablerLine of(EnablerAttribute attribute, Object value) {
        return new EnablerLine(attribute, value.toString(), Optional.empty(), Optional.empty());
    }

    /**
     * The line that {@code text} is; days may be left empty.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    public static EnablerLine parse(String text) {
        String[] parts = text.split(";", -1);
        try {
            if (parts.length == 4) {
                return new EnablerLine(EnablerAttribute.valueOf(parts[0]), parts[1], day(parts[2]), day(parts[3]));
            }
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new IllegalArgumentException(expected(text), e);
        }
        throw new IllegalArgumentException(expected(text));
    }

    private static Optional<LocalDate> day(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
    }

    private static String expected(String text) {
        return "expected Attribute;Value;From;To, such as PROFESSIONAL;100;;2027-12-31, found " + text;
    }

    /** The same line, from that day on. */
    public EnablerLine from(LocalDate day) {
        return new EnablerLine(attribute, value, Optional.of(day), to);
    }

    /** The same line, until that day is over. */
    public EnablerLine to(LocalDate day) {
        return new EnablerLine(attribute, value, from, Optional.of(day));
    }

    /** The first moment at which it holds, if there is one. */
    Optional<Instant> begins() {
        return from.map(EnablerLine::start);
    }

    /** The first moment at which it does not hold any more, if there is one. */
    Optional<Instant> ends() {
        return to.map(day -> start(day.plusDays(1)));
    }

    boolean holds(Instant now) {
        return begins().map(b -> !now.isBefore(b)).orElse(true)
                && ends().map(now::isBefore).orElse(true);
    }

    static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    String write() {
        return attribute.name() + ";" + value + ";"
                + from.map(LocalDate::toString).orElse("") + ";"
                + to.map(LocalDate::toString).orElse("");
    }
}
