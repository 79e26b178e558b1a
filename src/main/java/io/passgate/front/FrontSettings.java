package io.passgate.front;

import io.passgate.wire.TrustedProxies;
import java.util.List;
import java.util.Set;

/**
 * How the gate listens.
 *
 * @param listeners at least one
 * @param trusted peers whose forwarded headers are believed
 * @param neverLate names of headers that say who is asking: taken out of the trailers of a request, in every spelling
 * @param loops event loops; 0 for one per two processors, see {@link #loopsOn}
 */
public record FrontSettings(
        List<ListenerSettings> listeners,
        TrustedProxies trusted,
        FrontLimits limits,
        Set<String> neverLate,
        int loops) {
    public FrontSettings {
        listeners = List.copyOf(listeners);
        neverLate = Set.copyOf(neverLate);
        if (listeners.isEmpty()) {
            throw new IllegalArgumentException("listen: expected at least one address");
        }
        if (loops < 0) {
            throw new IllegalArgumentException("loops: expected 0 or more");
        }
    }

    /**
     * How many event loops are run. A loop that has work waiting does not go to sleep: few busy loops cost less than many idle
     * ones (performance.md, "Where the CPU goes"), and half of the processors is left to compiler, ledger and whatever else runs
     * there.
     */
    int loopsOn(int processors) {
        return loops == 0 ? Math.max(1, processors / 2) : loops;
    }
}
