package io.passgate.front;

import io.passgate.wire.TrustedProxies;
import java.util.List;

/**
 * What every connection of a listener shares. Immutable.
 *
 * @param neverLate {@link FrontSettings#neverLate} as the body walk wants them
 */
record Wiring(
        Routes routes,
        Gatekeeper gatekeeper,
        Answers answers,
        TrafficListener traffic,
        TrustedProxies trusted,
        FrontLimits limits,
        List<byte[]> neverLate) {
    Wiring with(Gatekeeper other) {
        return new Wiring(routes, other, answers, traffic, trusted, limits, neverLate);
    }
}
