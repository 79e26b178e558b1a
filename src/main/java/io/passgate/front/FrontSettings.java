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
 * @param loops event loops; 0 for one per processor
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
            throw new IllegalArgumentException("limits.loops: expected 0 or more");
        }
    }
}
