package io.passgate.license;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * For how long the seat of a withdrawn allocation cannot go to somebody else (domain.md §1.4). Sources disagree about the
 * user-based types; §9 makes it a policy by license family: tokens and License Enabler Files seven days, signed keys none.
 */
public enum Quarantine {
    /** Tokens always; user-based types only of a License Enabler File. */
    BY_FAMILY,
    /** Every type, whatever the license. */
    ALWAYS;

    /** The seat is free on this day after the day of last use: last used on 10 January, free on 18 January. */
    static final int FREE_ON_DAY = 8;

    /** Until when the seat of {@code withdrawn} stays taken after a withdrawal at {@code now}; empty: it is free at once. */
    public Optional<Instant> until(Allocation withdrawn, Terms terms, Instant now) {
        boolean applies = this == ALWAYS
                || withdrawn.type() == AccessType.USER_ACCESS_PASS
                || terms.form() == Terms.Form.LICENSE_ENABLER_FILE;
        return withdrawn
                .lastUsed()
                .filter(used -> applies)
                .map(Quarantine::freeOn)
                .filter(now::isBefore);
    }

    private static Instant freeOn(Instant lastUsed) {
        LocalDate day = LocalDate.ofInstant(lastUsed, ZoneOffset.UTC);
        return day.plusDays(FREE_ON_DAY).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
