package io.passgate.license;

import java.util.Arrays;
import java.util.Optional;

/**
 * The kinds of access pass, in the order in which the decision tries them (design.md §3.4, domain.md §1.1 and §3).
 */
public enum AccessType {
    PROFESSIONAL("professional"),
    ANALYZER("analyzer"),
    USER_ACCESS_PASS("user access pass"),
    LOGIN_ACCESS_PASS("login access pass"),
    ANALYZER_CAPACITY("analyzer capacity");

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

    /** The type spelled {@code key}, if there is one. */
    public static Optional<AccessType> of(String key) {
        return Arrays.stream(values()).filter(t -> t.key().equals(key)).findFirst();
    }
}
