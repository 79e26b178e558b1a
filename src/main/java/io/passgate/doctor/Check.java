package io.passgate.doctor;

import java.util.function.Consumer;

/** One thing that is looked at, on a thread of its own. */
interface Check {

    Subject subject();

    /**
     * Looks. Blocks for seconds at the most.
     *
     * @param found is told of each finding at once, so that what is known is told even when the rest takes too long
     */
    void look(Consumer<Finding> found);
}
