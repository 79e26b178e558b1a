package io.passgate.store;

import java.nio.file.Path;

/**
 * Where the ledger is kept and how durable a write is (design.md §6). Immutable.
 *
 * @param url {@code sqlite:} and the database file
 * @param synchronous what a commit survives
 */
public record StoreSettings(String url, Synchronous synchronous) {

    private static final String SQLITE = "sqlite:";

    /** @throws IllegalArgumentException when the url names no SQLite file */
    public StoreSettings {
        if (!isStoreUrl(url)) {
            throw new IllegalArgumentException("not a store url: " + url);
        }
    }

    /** Whether {@code url} names a SQLite file. A question mark is refused: the file is opened with our options only. */
    public static boolean isStoreUrl(String url) {
        return url.startsWith(SQLITE)
                && url.length() > SQLITE.length()
                && url.indexOf('?') < 0
                && url.indexOf('\0') < 0;
    }

    /** The database file; relative to the working directory unless absolute. */
    public Path file() {
        return Path.of(url.substring(SQLITE.length()));
    }

    /** What a commit survives. */
    public enum Synchronous {
        /** A crash of the process and loss of power. */
        FULL,
        /** A crash of the process; the last commits may be gone after a loss of power. */
        NORMAL
    }
}
