package io.passgate.config;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading a value: the value, or that there was a problem, which has been told. Immutable.
 *
 * @param <T> what the value is
 */
final class Read<T> {

    private final Place place;
    private final @Nullable T value;

    private Read(Place place, @Nullable T value) {
        this.place = place;
        this.value = value;
    }

    static <T> Read<T> of(T value, Place place) {
        return new Read<>(place, value);
    }

    static <T> Read<T> failed(Place place) {
        return new Read<>(place, null);
    }

    /** The value. To be called only where no problem was found, as in {@link Section#make}. */
    T get() {
        if (value == null) {
            throw new IllegalStateException("nothing could be read at " + place);
        }
        return value;
    }

    /** The value, or {@code other} where there was a problem. */
    T orElse(T other) {
        return value == null ? other : value;
    }

    /** What becomes of the value, if there is one. */
    <R> Read<R> then(Function<T, Read<R>> next) {
        return value == null ? failed(place) : next.apply(value);
    }

    /** Whether there is a value. */
    boolean isKnown() {
        return value != null;
    }

    /** Hands over the value, if there is one. */
    void ifKnown(Consumer<T> use) {
        if (value != null) {
            use.accept(value);
        }
    }

    /** Where it was written, or where the mapping begins that it is missing in. */
    Place place() {
        return place;
    }
}
