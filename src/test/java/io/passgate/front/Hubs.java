package io.passgate.front;

import io.passgate.hub.HubSettings;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Changes to a hub's settings. */
final class Hubs {
    private Hubs() {}

    static UnaryOperator<HubSettings> answeringWithinMillis(long millis) {
        return s -> new HubSettings(
                s.urls(),
                s.trust(),
                s.host(),
                s.connectTimeout(),
                Duration.ofMillis(millis),
                s.poolSize(),
                s.idle(),
                s.limits());
    }
}
