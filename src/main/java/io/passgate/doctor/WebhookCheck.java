package io.passgate.doctor;

import io.passgate.alerts.AlertSettings.WebhookSettings;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** The way to one receiver of alerts, up to its certificate: nothing is posted, and only its host is told, for its url may be a secret. */
record WebhookCheck(WebhookSettings settings, InstantSource clock) implements Check {

    @Override
    public Subject subject() {
        URI url = settings.url();
        return new Subject("webhook " + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort()));
    }

    @Override
    public void look(Consumer<Finding> found) {
        Target target = new Target(
                subject(),
                "the receiver of alerts",
                "alerts.webhooks[]",
                "alerts.webhooks[].url",
                settings.url(),
                settings.trust(),
                Optional.empty());
        new Reach(target, ClockBounds.HUB, clock, found).connect();
    }
}
