package io.passgate.alerts;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who is told of what. Immutable.
 *
 * @param repeat how long a condition that lasts is not told again
 * @param webhooks who is told
 */
public record AlertSettings(Duration repeat, List<WebhookSettings> webhooks) {

    /** How long a condition that lasts is not told again, unless configured. */
    public static final Duration REPEAT = Duration.ofDays(1);

    /** Nobody is told anything. */
    public static final AlertSettings NONE = new AlertSettings(REPEAT, List.of());

    /** Copies. */
    public AlertSettings {
        webhooks = List.copyOf(webhooks);
    }

    /**
     * One receiver.
     *
     * @param url where alerts are posted; may itself be a secret, so only its host is ever logged
     * @param secretFile file of the secret that signs them; read anew each time, so that it can be changed
     * @param events what it is told of
     * @param trust PEM file of the authorities that may vouch for it; the Java platform's where absent
     */
    public record WebhookSettings(URI url, Path secretFile, Set<AlertEvent> events, Optional<Path> trust) {

        /** Copies. */
        public WebhookSettings {
            events = Set.copyOf(events);
        }

        String host() {
            return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
        }
    }
}
