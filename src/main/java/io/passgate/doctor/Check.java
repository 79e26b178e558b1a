package io.passgate.doctor;

import java.util.List;

/** One thing that is looked at, on a thread of its own. */
interface Check {

    Subject subject();

    /** Looks. Blocks for seconds at the most. */
    List<Finding> look();
}
