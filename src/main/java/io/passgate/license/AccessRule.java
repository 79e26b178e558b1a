package io.passgate.license;

/**
 * A condition over a user's attributes that grants an access type at login; it permits, and never denies (domain.md §5).
 * Immutable.
 *
 * @param name what it is called, unique among the rules of a site
 * @param grant what it gives
 * @param condition to whom
 */
public record AccessRule(String name, Grant grant, Condition condition) {

    /** The longest name, in characters. */
    public static final int MAX_NAME = 128;

    /** Checks. */
    public AccessRule {
        if (name.isBlank() || !name.equals(name.strip())) {
            throw new IllegalArgumentException("the name of a rule is not empty and has no space around it");
        }
        if (name.length() > MAX_NAME) {
            throw new IllegalArgumentException("the name of a rule is longer than " + MAX_NAME + " characters");
        }
        if (!name.chars().allMatch(c -> RuleToken.printable((char) c))) {
            throw new IllegalArgumentException("the name of a rule holds a control character");
        }
    }
}
