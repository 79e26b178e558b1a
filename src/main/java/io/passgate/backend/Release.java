package io.passgate.backend;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/** The day of this release, which the build writes into {@code release.txt}. Stateless. */
final class Release {
    private Release() {}

    /** The day of this build: releases dated after a license's maintenance cannot be licensed with it (domain.md §4.3). */
    static LocalDate ofThisBuild() {
        try (InputStream file = Release.class.getResourceAsStream("/release.txt")) {
            String text = file == null ? "" : new String(file.readAllBytes(), StandardCharsets.US_ASCII);
            return Instant.parse(text.strip()).atOffset(ZoneOffset.UTC).toLocalDate();
        } catch (IOException | DateTimeParseException e) {
            throw new IllegalStateException("release.txt of this build does not tell its day", e);
        }
    }
}
