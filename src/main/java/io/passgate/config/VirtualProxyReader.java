package io.passgate.config;

import io.passgate.config.Node.Fields;
import io.passgate.gatekeeper.LogoutRule;
import io.passgate.gatekeeper.PathPattern;
import io.passgate.gatekeeper.VirtualProxySettings;
import io.passgate.gatekeeper.VirtualProxySettings.NobodyRule;
import io.passgate.gatekeeper.VirtualProxySettings.RefusalStyle;
import io.passgate.wire.HeadLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code virtualProxies[]}: the preset's keys, the entry's own over them. Confined to the reading thread. */
final class VirtualProxyReader {

    private static final Kind<NobodyRule> NOBODY = Kinds.choice(List.of(NobodyRule.values()), rule -> switch (rule) {
        case TO_HUB -> "toHub";
        case UNAUTHORIZED -> "401";
        case ANONYMOUS -> "anonymous";
    });
    private static final Kind<RefusalStyle> REFUSAL =
            Kinds.choice(List.of(RefusalStyle.values()), style -> switch (style) {
                case HTTP -> "http";
                case QLIK -> "qlik";
            });

    private final Presets presets;
    private final HeadLimits heads;
    private final Problems problems;
    private final AcrossSections across;

    VirtualProxyReader(Presets presets, HeadLimits heads, Problems problems, AcrossSections across) {
        this.presets = presets;
        this.heads = heads;
        this.problems = problems;
        this.across = across;
    }

    Read<VirtualProxy> of(Section s) {
        Read<String> prefix = s.orElse("prefix", WebKinds.PREFIX, "/");
        across.prefix(s, prefix);
        Read<Optional<String>> preset = s.optional("preset", Presets.NAME);
        Optional<String> name = preset.orElse(Optional.empty());
        Optional<Fields> fields = name.flatMap(given -> presets.find(given, s, preset.place(), problems));
        fields.ifPresent(s::fillFrom);
        boolean found = preset.isKnown() && name.isPresent() == fields.isPresent();
        return found ? keys(s, prefix) : s.abandon();
    }

    private Read<VirtualProxy> keys(Section s, Read<String> prefix) {
        var hub = s.nested("hub", part -> HubReader.of(part, heads));
        // A prefix that could not be read has been told; cookie names are then read as the default virtual proxy's.
        var identity = new IdentityReader(prefix.orElse("/")).of(s);
        var nobody = s.orElse("nobody", NOBODY, NobodyRule.TO_HUB);
        var open = s.list("open", WebKinds.PATTERN, List.of());
        var needsPass = s.list("needsPass", WebKinds.PATTERN, List.of(new PathPattern("/*")));
        var logout = s.optionalNestedList("logout", VirtualProxyReader::logout);
        var refusal = s.orElse("refusal", REFUSAL, RefusalStyle.HTTP);
        var idle = s.orElse("idle", Kinds.DURATION, Duration.ofMinutes(30));
        var embedding = s.orElse("embedding", Kinds.FLAG, false);
        var corsOrigins = s.list("corsOrigins", WebKinds.ORIGIN, List.of());
        var countHubFrames = s.orElse("countHubFrames", Kinds.FLAG, false);
        across.embedding(s, embedding);
        return s.make(() -> new VirtualProxy(
                new VirtualProxySettings(
                        prefix.get(),
                        nobody.get(),
                        open.get(),
                        needsPass.get(),
                        logout.get(),
                        refusal.get(),
                        idle.get(),
                        embedding.get(),
                        corsOrigins.get(),
                        countHubFrames.get()),
                hub.get(),
                identity.get()));
    }

    private static Read<LogoutRule> logout(Section s) {
        var method = s.required("method", WebKinds.METHOD);
        var path = s.required("path", WebKinds.PATTERN);
        var statuses = s.list("statuses", WebKinds.STATUS, List.of());
        return s.make(() -> new LogoutRule(method.get(), path.get(), statuses.get()));
    }
}
