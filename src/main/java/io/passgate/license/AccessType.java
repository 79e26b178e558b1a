package io.passgate.license;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The kinds of access pass, in the order in which the decision tries them (design.md §3.4, domain.md §1.1 and §3).
 */
public enum AccessType {
    PROFESSIONAL("professional"),
    ANALYZER("analyzer"),
    USER_ACCESS_PASS("user access pass"),
    LOGIN_ACCESS_PASS("login access pass"),
    ANALYZER_CAPACITY("analyzer capacity"),

    /** Let in without an access pass, because the license is not enforced (decision 19). Nobody can be given it. */
    UNLICENSED("unlicensed");

    /** Those that are given to one user: an allocation of them is a row of its own. */
    public static final List<AccessType> ALLOCATED = List.of(PROFESSIONAL, ANALYZER, USER_ACCESS_PASS);

    private final String words;

    AccessType(String words) {
        this.words = words;
    }

    /** As people read it: {@code user access pass}. */
    public String words() {
        return words;
    }

    /** As keys and options spell it: {@code user-access-pass}. */
    public String key() {
        return words.replace(' ', '-');
    }

    /** Whether it is given to one user, as an allocation. */
    public boolean allocated() {
        return ALLOCATED.contains(this);
    }

    /** Whether it is paid for by the minute or by the hour, so that a session opened with it must be renewed. */
    public boolean metered() {
        return this == LOGIN_ACCESS_PASS || this == ANALYZER_CAPACITY;
    }

    /** The type spelled {@code key}, if there is one. */
    public static Optional<AccessType> of(String key) {
        return Arrays.stream(values()).filter(t -> t.key().equals(key)).findFirst();
    }
}
