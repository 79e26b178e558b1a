package io.passgate.contract;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a site says of an access pass that it has given to a user. */
public enum AssignmentState {
    ALLOCATED,
    /** Withdrawn, but its seat is taken until a time (domain.md §1.4). */
    QUARANTINED,
    WITHDRAWN;

    /** As the contract spells it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state that is spelled so. */
    static Optional<AssignmentState> of(String word) {
        return Arrays.stream(values()).filter(s -> s.word().equals(word)).findFirst();
    }
}
