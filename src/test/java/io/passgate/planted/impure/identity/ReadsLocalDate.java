package io.passgate.planted.impure.identity;

import java.time.LocalDate;
import java.time.ZoneOffset;

/** Breaks: the core is pure. */
final class ReadsLocalDate {
    LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }
}
