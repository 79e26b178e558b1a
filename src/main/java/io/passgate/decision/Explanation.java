package io.passgate.decision;

import java.util.List;

/**
 * The decision's own trace: every step it took, in order, with figures, and what to do. Immutable.
 *
 * @param steps in the order in which they were looked at
 * @param remedy what the person asked to help can do; empty when nothing needs doing
 */
public record Explanation(List<Step> steps, String remedy) {

    /** Copies. */
    public Explanation {
        steps = List.copyOf(steps);
    }

    /**
     * One step.
     *
     * @param name what was looked at: {@code exempt}, {@code license}, {@code session}, {@code allocation}, …
     * @param hit whether it settled the matter or let the next step be reached favorably
     * @param text what was found, with figures
     */
    public record Step(String name, boolean hit, String text) {}
}
