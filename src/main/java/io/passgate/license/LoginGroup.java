package io.passgate.license;

/**
 * A login access group: tokens set aside, from which users drawn by its rules take a pass for an hour (domain.md §1.3).
 * Immutable.
 *
 * @param name its name
 * @param tokens how many are allocated to it
 * @param used how many of its passes are in use: drawn within the last 28 days
 */
public record LoginGroup(String name, int tokens, int used) {

    /** Passes in a token (domain.md §1.1). */
    public static final int PASSES_PER_TOKEN = 10;

    /** Checks. */
    public LoginGroup {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a login access group needs a name");
        }
        if (tokens < 0 || used < 0) {
            throw new IllegalArgumentException("tokens and passes must be at least 0");
        }
    }

    /** How many passes it has in all. */
    public long passes() {
        return (long) tokens * PASSES_PER_TOKEN;
    }

    /** How many passes can still be drawn. */
    public long remaining() {
        return Math.max(0, passes() - used);
    }

    /**
     * How many tokens it keeps from the pool: its own, or as many as its used passes need after it was made smaller or
     * deleted. They return one by one, per ten passes that leave use (domain.md §1.3).
     */
    public int tokensHeld() {
        return Math.max(tokens, (used + PASSES_PER_TOKEN - 1) / PASSES_PER_TOKEN);
    }
}
