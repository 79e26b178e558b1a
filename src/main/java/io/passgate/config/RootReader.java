package io.passgate.config;

import io.passgate.admin.AdminSettings;
import io.passgate.decision.AtLimit;
import io.passgate.decision.Policy;
import io.passgate.decision.Policy.Enforcement;
import io.passgate.identity.User;
import io.passgate.page.SiteSettings;
import io.passgate.store.StoreSettings;
import io.passgate.store.StoreSettings.Synchronous;
import io.passgate.telemetry.AuditSettings;
import io.passgate.wire.HeadLimits;
import io.passgate.wire.TrustedProxies;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Reads the top level of the settings file. Confined to the reading thread. */
final class RootReader {

    private static final Kind<AtLimit> AT_LIMIT = Kinds.choice(List.of(AtLimit.values()), atLimit -> switch (atLimit) {
        case REFUSE -> "refuse";
        case END_LONGEST_IDLE -> "endLongestIdle";
    });
    private static final Kind<Enforcement> MODE = Kinds.choice(List.of(Enforcement.values()), mode -> switch (mode) {
        case ENFORCE -> "enforce";
        case SHADOW -> "shadow";
        case OFF -> "off";
    });
    private static final Kind<Synchronous> SYNCHRONOUS =
            Kinds.choice(List.of(Synchronous.values()), synchronous -> switch (synchronous) {
                case FULL -> "full";
                case NORMAL -> "normal";
            });
    private static final Kind<String> STORE_URL =
            Kinds.such("store url", "a store url such as sqlite:data/passgate.db", StoreSettings::isStoreUrl);
    static final Kind<User> USER =
            Kind.text("user", "a user such as CORP\\monitoring", User::parse).shown(User::written);
    private static final InetSocketAddress ADMIN = Kinds.ADDRESS.parse().apply("127.0.0.1:9090");

    private final Presets presets;
    private final Problems problems;
    private final AcrossSections across;

    RootReader(Presets presets, Problems problems, AcrossSections across) {
        this.presets = presets;
        this.problems = problems;
        this.across = across;
    }

    Read<Settings> of(Section s) {
        var site = s.nested("site", RootReader::site);
        var data = s.orElse("data", Kinds.PATH, Path.of("data"));
        var listen = new ListenerReader(across).of(s);
        var trustedProxies = s.list("trustedProxies", WebKinds.RANGE, List.of());
        var limits = s.nested("limits", LimitsReader::of);
        HeadLimits heads = limits.orElse(Limits.DEFAULT).front().head();
        var virtualProxies =
                s.nestedList("virtualProxies", new VirtualProxyReader(presets, heads, problems, across)::of);
        var license = s.nested("license", LicenseReader::of);
        var exempt = s.nested("exempt", exempted -> exempted.list("users", USER, List.of()));
        var modes = s.nested("mode", RootReader::modes);
        var policy = s.nested("sessions", sessions -> policy(sessions, exempt, modes));
        var release = s.nested("allocations", AllocationsReader::of);
        var store = s.nested("store", part -> store(part, data.orElse(Path.of("data"))));
        var admin = s.nested("admin", this::admin);
        var audit = s.nested("audit", RootReader::audit);
        var alerts = s.nested("alerts", AlertsReader::of);
        across.tell();
        return s.make(() -> new Settings(
                site.get(),
                data.get(),
                listen.get(),
                TrustedProxies.of(trustedProxies.get()),
                virtualProxies.get(),
                license.get().license(),
                license.get().quarantine(),
                release.get(),
                policy.get(),
                store.get(),
                admin.get(),
                audit.get(),
                alerts.get(),
                limits.get().front(),
                limits.get().anonymousOpenings()));
    }

    private static Read<SiteSettings> site(Section s) {
        var name = s.orElse("name", Kinds.TEXT, "the hub");
        var contact = s.optional("contact", Kinds.TEXT);
        return s.make(() -> new SiteSettings(name.get(), contact.get()));
    }

    private static Read<Policy> policy(Section s, Read<List<User>> exempt, Read<Modes> modes) {
        Policy standard = Policy.DEFAULT;
        var parallel = s.orElse("parallel", Kinds.number(1, 1000), standard.parallel());
        var hold = s.orElse("hold", Kinds.DURATION, standard.hold());
        var atLimit = s.orElse("atLimit", AT_LIMIT, standard.atLimit());
        return exempt.then(users -> modes.then(mode -> s.make(() -> new Policy(
                parallel.get(),
                hold.get(),
                atLimit.get(),
                new HashSet<>(users),
                mode.license(),
                mode.sessions(),
                Optional.empty()))));
    }

    /** What is enforced: access passes and license standing, parallel sessions. */
    private record Modes(Enforcement license, Enforcement sessions) {}

    private static Read<Modes> modes(Section s) {
        var license = s.orElse("license", MODE, Enforcement.ENFORCE);
        var sessions = s.orElse("sessions", MODE, Enforcement.ENFORCE);
        return s.make(() -> new Modes(license.get(), sessions.get()));
    }

    private static Read<StoreSettings> store(Section s, Path data) {
        var url = s.orElse(
                "url",
                STORE_URL.shown(standard -> "sqlite:<data>/passgate.db"),
                "sqlite:" + data.resolve("passgate.db"));
        var synchronous = s.orElse("synchronous", SYNCHRONOUS, Synchronous.FULL);
        return s.make(() -> new StoreSettings(url.get(), synchronous.get()));
    }

    private Read<AdminSettings> admin(Section s) {
        var address = s.orElse("address", Kinds.ADDRESS, ADMIN);
        across.address(s, address);
        return s.make(() -> new AdminSettings(address.get()));
    }

    private static Read<AuditSettings> audit(Section s) {
        var directory = s.orElse("directory", Kinds.PATH, Path.of("log"));
        var accessLines = s.orElse("accessLines", Kinds.FLAG, false);
        return s.make(() -> new AuditSettings(directory.get(), accessLines.get()));
    }
}
