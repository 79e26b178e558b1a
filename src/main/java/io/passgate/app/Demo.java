package io.passgate.app;

import io.netty.pkitesting.X509Bundle;
import io.passgate.config.Settings;
import io.passgate.config.SettingsReader;
import io.passgate.contract.Allotment;
import io.passgate.contract.Definition;
import io.passgate.demo.DemoHub;
import io.passgate.demo.DemoHubSettings;
import io.passgate.demo.DemoPeople;
import io.passgate.demo.DemoPerson;
import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import io.passgate.issuer.Issuer;
import io.passgate.license.AccessType;
import io.passgate.license.May;
import io.passgate.rest.RestSettings;
import io.passgate.tls.CertifiedKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * A hub, a license backend and the gate in front, all on this machine: what {@code passgate demo} starts. The gate runs by a
 * configuration file like any other. Started once, closed once; not safe for use by several threads.
 */
public final class Demo implements AutoCloseable {

    private static final String LICENSE = "4711081500000001";
    private static final Duration LICENSED = Duration.ofDays(365);
    private static final int PROFESSIONALS = 5;
    private static final int ANALYZERS = 5;

    /** One token is one user access pass: few enough to run out (domain.md §1.1). */
    private static final int TOKENS = 3;

    private final DemoSettings settings;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final DemoFiles files;
    private final DemoHub hub;
    private Optional<X509Bundle> authority = Optional.empty();
    private Optional<Issuer> issuer = Optional.empty();
    private Optional<Gate> gate = Optional.empty();

    /** A demo that has not begun. */
    public Demo(DemoSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.files = new DemoFiles(settings.directory());
        this.hub = new DemoHub(DemoHubSettings.loopback(0), clock);
    }

    /**
     * Where a demo lives.
     *
     * @param directory of everything it makes
     * @param port of the gate, 0 for any free one
     * @param adminPort of the gate's administration
     */
    public record DemoSettings(Path directory, int port, int adminPort) {}

    /** Makes what is missing, starts all three, makes the demo people known and gives them their access passes. */
    public void start() throws Exception {
        files.make();
        authority = Optional.of(files.certificates(clock.instant()));
        int hubPort = hub.start();
        int backendPort = licenseBackend();
        files.configuration(settings.port(), settings.adminPort(), hubPort, backendPort);
        Settings read = SettingsReader.read(files.file("passgate.yaml"), Map.of())
                .fold(sound -> sound, problems -> {
                    throw new IllegalStateException("the demo's own configuration is flawed: " + problems);
                });
        Gate started = new Gate(read, clock);
        gate = Optional.of(started);
        boolean fresh = !Files.exists(files.file("data/passgate.db"));
        started.start();
        if (fresh) {
            allocate(started);
        }
    }

    /**
     * Signs one person in through the gate, and sees a page and the live feed.
     *
     * @throws IOException saying what did not work
     */
    public void visit() throws Exception {
        SSLContext trusted = SSLContext.getInstance("TLS");
        trusted.init(null, authority.orElseThrow().toTrustManagerFactory().getTrustManagers(), random);
        new DemoVisit(URI.create("https://localhost:" + gate().port() + "/"), trusted).make();
    }

    /** The gate, once started. */
    public Gate gate() {
        return gate.orElseThrow(() -> new IllegalStateException("the demo has not been started"));
    }

    /** The configuration that the gate runs by. */
    public Path configuration() {
        return files.file("passgate.yaml");
    }

    /** The certificate authority to trust, for clients that check. */
    public Path authority() {
        return files.file("ca.pem");
    }

    private int licenseBackend() throws Exception {
        RestSettings listen = RestSettings.of("license-backend", "127.0.0.1", 0)
                .withTls(CertifiedKey.read(files.file("server.pem"), files.file("server.key")));
        Path directory = files.file("issuer");
        if (!Files.exists(directory)) {
            Issuer.make(directory, "demo", clock).close();
        }
        Issuer started = Issuer.open(directory, listen, clock);
        issuer = Optional.of(started);
        if (started.licenses().isEmpty()) {
            started.define(LICENSE, definition(clock.instant().truncatedTo(ChronoUnit.SECONDS)));
            files.write("license.key", started.issueKey(LICENSE).compact() + "\n");
        }
        files.write("signers.pem", started.signers().pem());
        return started.start();
    }

    private static Definition definition(Instant now) {
        return new Definition(
                now.getEpochSecond(),
                now.minus(Duration.ofDays(1)),
                Optional.of(now.plus(LICENSED)),
                Definition.PRODUCT,
                false,
                List.of(Allotment.of("professional", PROFESSIONALS), Allotment.of("analyzer", ANALYZERS)),
                TOKENS,
                Optional.empty(),
                May.DEFAULT);
    }

    private static void allocate(Gate gate) {
        for (DemoPerson person : DemoPeople.all()) {
            User user = new User(DemoPeople.DIRECTORY, person.id());
            gate.introduce(user, new Attributes(Map.of("group", person.groups(), "name", List.of(person.name()))));
            switch (person.part()) {
                case PROFESSIONAL -> gate.allocate(user, AccessType.PROFESSIONAL);
                case ANALYZER -> gate.allocate(user, AccessType.ANALYZER);
                case USER_ACCESS_PASS -> gate.allocate(user, AccessType.USER_ACCESS_PASS);
                case SMALL_POOL, NO_PASS, EXEMPT -> {}
            }
        }
    }

    @Override
    public void close() {
        gate.ifPresent(Gate::close);
        issuer.ifPresent(Issuer::close);
        hub.close();
    }
}
