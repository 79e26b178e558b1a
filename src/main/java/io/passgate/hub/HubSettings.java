package io.passgate.hub;

import io.passgate.wire.HeadLimits;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the hub is and how it is spoken to.
 *
 * @param urls its addresses, {@code http} or {@code https} without a path; tried in order, the last that answered first
 * @param trust PEM file of the authorities its certificate must come from; the platform's where absent
 * @param host which Host it gets
 * @param connectTimeout for TCP and for the TLS handshake, each
 * @param responseTimeout from the end of the request to the head of the answer
 * @param poolSize idle connections kept per event loop
 * @param idle how long an idle connection is kept; shorter than the hub's own keep-alive avoids retries
 * @param limits for the heads of its answers
 */
public record HubSettings(
        List<URI> urls,
        Optional<Path> trust,
        HostRule host,
        Duration connectTimeout,
        Duration responseTimeout,
        int poolSize,
        Duration idle,
        HeadLimits limits) {

    /** Which Host a hub gets. */
    public enum HostRule {
        /** The client's. */
        KEEP,
        /** The host and port of its first URL. */
        HUB
    }

    public HubSettings {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("hub.urls: expected at least one URL");
        }
        urls.forEach(HubSettings::checkUrl);
        if (connectTimeout.toMillis() < 1
                || connectTimeout.toMillis() > Integer.MAX_VALUE
                || responseTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("hub: expected timeouts of at least one millisecond");
        }
        if (poolSize < 0 || idle.isNegative()) {
            throw new IllegalArgumentException("hub: expected poolSize and idle of at least 0");
        }
    }

    /** These URLs with everything else as it is by default: KEEP, 5 s, 2 min, 64 connections, 30 s. */
    public static HubSettings of(List<URI> urls) {
        return new HubSettings(
                urls,
                Optional.empty(),
                HostRule.KEEP,
                Duration.ofSeconds(5),
                Duration.ofMinutes(2),
                64,
                Duration.ofSeconds(30),
                HeadLimits.DEFAULT);
    }

    private static void checkUrl(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        boolean http = scheme.equals("http") || scheme.equals("https");
        boolean bare = url.getRawPath() == null
                || url.getRawPath().isEmpty()
                || url.getRawPath().equals("/");
        boolean plain = url.getRawQuery() == null && url.getRawFragment() == null && url.getRawUserInfo() == null;
        if (!http || url.getHost() == null || !bare || !plain) {
            throw new IllegalArgumentException("hub.urls: expected http://host:port or https://host:port, not " + url);
        }
    }
}
