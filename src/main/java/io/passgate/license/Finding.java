package io.passgate.license;

/**
 * What a linter has to say about one access rule. Immutable.
 *
 * @param rule the name of the rule
 * @param level how bad it is
 * @param offset where in the text that the rule's condition was read from, or {@link #NOWHERE}
 * @param text one sentence for the person who writes the rules
 */
public record Finding(String rule, Level level, int offset, String text) {

    /** It is about the rule as a whole. */
    public static final int NOWHERE = -1;

    /** How bad a finding is. */
    public enum Level {
        /** It may be meant. */
        WARNING,
        /** It cannot be meant: misspelled, contradictory, or naming what is not there. */
        ERROR
    }
}
