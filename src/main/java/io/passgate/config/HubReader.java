package io.passgate.config;

import io.passgate.hub.HubSettings;
import io.passgate.hub.HubSettings.HostRule;
import io.passgate.wire.HeadLimits;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** Reads {@code virtualProxies[].hub}; the heads of the hub's answers have the limits of request heads. */
final class HubReader {

    private static final Kind<URI> URL =
            Kind.text("http or https url", "a url such as https://hub.internal:443", text -> {
                URI url = URI.create(text);
                if (!WebKinds.isBare(url, Set.of("http", "https"), "/")) {
                    throw new IllegalArgumentException();
                }
                return url;
            });
    private static final Kind<HostRule> HOST = Kinds.choice(List.of(HostRule.values()), rule -> switch (rule) {
        case KEEP -> "keep";
        case HUB -> "hub";
    });
    private static final HubSettings STANDARD = HubSettings.of(List.of(URI.create("https://hub.invalid")));

    private HubReader() {}

    static Read<HubSettings> of(Section s, HeadLimits heads) {
        var urls = s.requiredList("urls", URL);
        var trust = s.optional("trust", Kinds.FILE);
        var host = s.orElse("host", HOST, STANDARD.host());
        var connectTimeout = s.orElse("connectTimeout", Kinds.DURATION, STANDARD.connectTimeout());
        var responseTimeout = s.orElse("responseTimeout", Kinds.DURATION, STANDARD.responseTimeout());
        var poolSize = s.orElse("poolSize", Kinds.number(0, 10_000), STANDARD.poolSize());
        var idle = s.orElse("idle", Kinds.DURATION, STANDARD.idle());
        return s.make(() -> new HubSettings(
                urls.get(),
                trust.get(),
                host.get(),
                connectTimeout.get(),
                responseTimeout.get(),
                poolSize.get(),
                idle.get(),
                heads));
    }
}
