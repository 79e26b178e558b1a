package io.passgate.config;

/**
 * A key that the reader asks for; what the documentation must list. Immutable.
 *
 * @param path the key's path, list elements as {@code []} and free names as {@code *}
 * @param type the kind of its value
 * @param standard its default as written, {@code required}, or {@code –} when it may be left out
 */
record KnownKey(String path, String type, String standard) {

    /** The word for a key that must be written. */
    static final String REQUIRED = "required";

    /** The sign for a key that may be left out and then means nothing. */
    static final String NONE = "–";
}
