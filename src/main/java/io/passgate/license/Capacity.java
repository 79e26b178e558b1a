package io.passgate.license;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * The minutes of analyzer capacity that the terms grant in a calendar month, one pool for everybody (domain.md §1.2). Immutable.
 *
 * @param minutes per calendar month
 * @param overage how many more may be used beyond them; {@link #UNLIMITED} for any number
 */
public record Capacity(int minutes, int overage) {

    /** The overage that knows no bound. */
    public static final int UNLIMITED = -1;

    /** What a started unit costs, whether it is used up or not (domain.md §1.2). */
    public static final Duration UNIT = Duration.ofMinutes(6);

    /** {@link #UNIT} in minutes. */
    public static final int UNIT_MINUTES = (int) UNIT.toMinutes();

    /** No capacity at all. */
    public static final Capacity NONE = new Capacity(0, 0);

    /** Checks. */
    public Capacity {
        if (minutes < 0 || overage < UNLIMITED) {
            throw new IllegalArgumentException("minutes of capacity must be at least 0");
        }
    }

    /** Whether the terms grant any. */
    public boolean granted() {
        return minutes > 0 || overage != 0;
    }

    /** The most minutes that may be used in a month. */
    public long most() {
        return overage == UNLIMITED ? Long.MAX_VALUE : (long) minutes + overage;
    }

    /** Whether another unit may be started after {@code used} minutes of the month. */
    public boolean hasUnit(long used) {
        return granted() && used + UNIT_MINUTES <= most();
    }

    /** The month that a unit started at {@code at} is charged to: it begins on day 1 at 00:00 UTC (domain.md §1.2). */
    public static YearMonth month(Instant at) {
        return YearMonth.from(at.atOffset(ZoneOffset.UTC));
    }

    /** When the minutes of the month of {@code at} are whole again. */
    public static Instant reset(Instant at) {
        return month(at).plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
