package io.passgate.config;

import io.passgate.config.Node.Look;
import java.util.Set;
import java.util.function.Function;

/**
 * What a single value must look like. Immutable.
 *
 * @param name the word for it in the documentation
 * @param expected what a message says was expected
 * @param looks which scalars of a file it may be; a variable may be any
 * @param parse makes the value of the text; an {@link Unfit} says more than "expected"
 * @param show the value as it would be written
 * @param <T> what the value becomes
 */
record Kind<T>(String name, String expected, Set<Look> looks, Function<String, T> parse, Function<T, String> show) {

    /** A kind of text. */
    static <T> Kind<T> text(String name, String expected, Function<String, T> parse) {
        return new Kind<>(name, expected, Set.of(Look.TEXT), parse, Object::toString);
    }

    /** Whether a scalar that looks so may be of this kind. */
    boolean takes(Look look) {
        return look == Look.VARIABLE || look == Look.SECRET || looks.contains(look);
    }

    /** The same kind, shown otherwise. */
    Kind<T> shown(Function<T, String> how) {
        return new Kind<>(name, expected, looks, parse, how);
    }

    /** Says why a text is not of a kind, where "expected" does not tell enough. */
    static final class Unfit extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        Unfit(String why) {
            super(why);
        }
    }
}
