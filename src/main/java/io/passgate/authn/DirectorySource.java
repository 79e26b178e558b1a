package io.passgate.authn;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.function.Function;

/** Where the user directory comes from: the hub's answer names it, or all users of the hub share one. Immutable. */
public sealed interface DirectorySource {

    /** One function for each kind. */
    <R> R fold(Function<JsonPointer, R> inAnswer, Function<String, R> fixed);

    /**
     * The answer holds the directory.
     *
     * @param pointer where
     */
    record InAnswer(JsonPointer pointer) implements DirectorySource {
        @Override
        public <R> R fold(Function<JsonPointer, R> inAnswer, Function<String, R> fixed) {
            return inAnswer.apply(pointer);
        }
    }

    /**
     * One directory for everybody.
     *
     * @param name its name, not blank
     */
    record Fixed(String name) implements DirectorySource {
        /** @throws IllegalArgumentException when the name is blank */
        public Fixed {
            if (name.isBlank()) {
                throw new IllegalArgumentException("a user directory must not be blank");
            }
        }

        @Override
        public <R> R fold(Function<JsonPointer, R> inAnswer, Function<String, R> fixed) {
            return fixed.apply(name);
        }
    }
}
