package io.passgate.front;

import io.passgate.wire.TrustedProxies;

/** What every connection of a listener shares. Immutable. */
record Wiring(
        Routes routes,
        Gatekeeper gatekeeper,
        Answers answers,
        TrafficListener traffic,
        TrustedProxies trusted,
        FrontLimits limits) {
    Wiring with(Gatekeeper other) {
        return new Wiring(routes, other, answers, traffic, trusted, limits);
    }
}
