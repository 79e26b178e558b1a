package io.passgate.config;

import java.util.List;
import java.util.function.Function;

/** What came of reading a file of access rules. Immutable. */
public sealed interface RulesOutcome {

    /** One function for each outcome. */
    <R> R fold(Function<RulesFile, R> sound, Function<List<Problem>, R> flawed);

    /**
     * Nothing is wrong.
     *
     * @param file what was read
     */
    record Sound(RulesFile file) implements RulesOutcome {
        @Override
        public <R> R fold(Function<RulesFile, R> sound, Function<List<Problem>, R> flawed) {
            return sound.apply(file);
        }
    }

    /**
     * Something is wrong, and nothing of it may be used.
     *
     * @param problems all that was found, at least one, from top to bottom
     */
    record Flawed(List<Problem> problems) implements RulesOutcome {
        /** Copies. */
        public Flawed {
            problems = List.copyOf(problems);
        }

        @Override
        public <R> R fold(Function<RulesFile, R> sound, Function<List<Problem>, R> flawed) {
            return flawed.apply(problems);
        }
    }
}
