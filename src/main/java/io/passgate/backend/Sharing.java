package io.passgate.backend;

import io.passgate.admission.Assignments;
import io.passgate.admission.Assignments.Holder;
import io.passgate.license.Terms;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * What a site shares with the other sites of its license key, through the license backend. Immutable.
 *
 * @param ledger where assignments are kept
 * @param loosened what the configuration loosens at a moment as the terms let it, in words: the license backend is told
 * @param changed told of assignments that came from other sites, on the refresh loop's thread; should be quick
 * @param synced told of each sync when it is over: the license, and what went wrong, empty when nothing did; should be quick
 */
public record Sharing(
        Assignments ledger,
        BiFunction<Terms, Instant, List<String>> loosened,
        Consumer<Changed> changed,
        BiConsumer<String, String> synced) {

    /**
     * What other sites have changed.
     *
     * @param lost who does not hold what any more
     * @param gained who holds what from now on
     */
    public record Changed(List<Holder> lost, List<Holder> gained) {
        /** Copies. */
        public Changed {
            lost = List.copyOf(lost);
            gained = List.copyOf(gained);
        }
    }
}
