package io.passgate.config;

import java.util.List;
import java.util.function.Function;

/** What came of reading the settings. Immutable. */
public sealed interface SettingsOutcome {

    /** One function for each outcome. */
    <R> R fold(Function<Settings, R> sound, Function<List<Problem>, R> flawed);

    /**
     * Nothing is wrong.
     *
     * @param settings what was read
     */
    record Sound(Settings settings) implements SettingsOutcome {
        @Override
        public <R> R fold(Function<Settings, R> sound, Function<List<Problem>, R> flawed) {
            return sound.apply(settings);
        }
    }

    /**
     * Something is wrong, and nothing of it may be used.
     *
     * @param problems all that was found, at least one: file by file from top to bottom, then variables by name
     */
    record Flawed(List<Problem> problems) implements SettingsOutcome {
        /** Copies. */
        public Flawed {
            problems = List.copyOf(problems);
        }

        @Override
        public <R> R fold(Function<Settings, R> sound, Function<List<Problem>, R> flawed) {
            return flawed.apply(problems);
        }
    }
}
