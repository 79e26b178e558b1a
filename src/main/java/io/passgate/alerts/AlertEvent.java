package io.passgate.alerts;

import io.passgate.license.Standing;
import java.util.Locale;

/** What an alert can be about; the words stand in {@code configuration.md}. */
public enum AlertEvent {
    /** The license is valid again. */
    VALID(Severity.INFO),
    /** Not verified for a day. */
    LATE(Severity.INFO),
    /** Not verified for three days. */
    WARNING(Severity.WARNING),
    /** Not verified for five days: nobody is let in. */
    STALE(Severity.ERROR),
    /** The license has ended: nobody is let in. */
    EXPIRED(Severity.ERROR),
    /** The license is not accepted: nobody is let in. */
    REFUSED(Severity.ERROR),
    /** There is no license: nobody is let in. */
    MISSING(Severity.ERROR),
    /** The license ends in 60, 30 or 7 days. */
    EXPIRING(Severity.WARNING),
    /** More than 90 % of the access passes of a type are taken. */
    POOL_NEARLY_FULL(Severity.WARNING),
    /** At this pace the analyzer capacity does not last for the month. */
    CAPACITY_RUNNING_OUT(Severity.WARNING),
    /** Far more people than usual are refused. */
    DENIAL_SPIKE(Severity.WARNING);

    private final Severity severity;

    AlertEvent(Severity severity) {
        this.severity = severity;
    }

    /** How bad it is, for whoever sorts alerts. */
    public enum Severity {
        INFO,
        WARNING,
        ERROR;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Severity severity() {
        return severity;
    }

    /** As settings and messages spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it is told again while it lasts: each of the three dates before an end is told once. */
    boolean repeats() {
        return this != EXPIRING;
    }

    /** That of a standing. */
    static AlertEvent of(Standing.State state) {
        return switch (state) {
            case VALID -> VALID;
            case LATE -> LATE;
            case WARNING -> WARNING;
            case STALE -> STALE;
            case EXPIRED -> EXPIRED;
            case REFUSED -> REFUSED;
            case MISSING -> MISSING;
        };
    }
}
