package io.passgate.config;

/**
 * Where something was written. Immutable.
 *
 * @param source the file as it was named, or the environment variable
 * @param line line from 1, or 0 when the source has no lines
 * @param column column from 1, or 0 when the source has no lines
 */
public record Place(String source, int line, int column) {

    /** The beginning of a file. */
    static Place beginningOf(String source) {
        return new Place(source, 1, 1);
    }

    /** An environment variable. */
    static Place variable(String name) {
        return new Place(name, 0, 0);
    }

    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line + ":" + column;
    }
}
