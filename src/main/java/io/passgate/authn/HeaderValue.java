package io.passgate.authn;

import java.util.Optional;

/** What the value of a trusted header must be to name anybody: US-ASCII and readable in one way (domain.md §7.2). */
final class HeaderValue {

    private HeaderValue() {}

    /** What is wrong with it, as the end of a sentence. */
    static Optional<String> flaw(String value) {
        if (value.isBlank()) {
            return Optional.of("is empty");
        }
        if (value.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            return Optional.of("holds a control character");
        }
        if (value.chars().anyMatch(c -> c > 0x7f)) {
            return Optional.of("holds a character that is not US-ASCII");
        }
        return Optional.empty();
    }
}
