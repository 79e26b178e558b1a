package io.passgate.app;

import io.passgate.config.Settings;
import io.passgate.config.SettingsReader;
import io.passgate.contract.Allotment;
import io.passgate.contract.Definition;
import io.passgate.contract.SigningKey;
import io.passgate.issuer.Issuer;
import io.passgate.license.May;
import io.passgate.rest.RestSettings;
import io.passgate.testing.AdminClient;
import io.passgate.tls.CertifiedKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a gate needs but a hub: a directory, certificates, a license backend that is running and licenses plenty, and the
 * settings file, which a gate in this process or one of its own can be started with. Not safe for use by several threads.
 */
public final class TestSite implements AutoCloseable {
    /** How many of each access type there are. */
    public static final int PLENTY = 1000;

    /** Its number. */
    static final String LICENSE = "4711081500000002";

    private final DemoFiles files;
    private final InstantSource clock;
    private final Issuer issuer;
    private final int issuerPort;

    /** Makes everything in {@code directory} and starts the license backend. */
    public TestSite(Path directory, InstantSource clock) throws Exception {
        this.files = new DemoFiles(directory);
        this.clock = clock;
        files.make();
        files.certificates(clock.instant());
        SigningKey signing = SigningKey.make("test", new SecureRandom());
        issuer = new Issuer(
                RestSettings.of("license-backend", "127.0.0.1", 0)
                        .withTls(CertifiedKey.read(files.file("server.pem"), files.file("server.key"))),
                signing,
                clock);
        files.write("signers.pem", issuer.signers().pem());
        files.write("license.key", issuer.issueKey(LICENSE).compact() + "\n");
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        issuer.define(
                LICENSE,
                new Definition(
                        now.getEpochSecond(),
                        now.minus(Duration.ofDays(1)),
                        Optional.of(now.plus(Duration.ofDays(365))),
                        Definition.PRODUCT,
                        false,
                        List.of(Allotment.of("professional", PLENTY), Allotment.of("analyzer", PLENTY)),
                        PLENTY,
                        Optional.empty(),
                        May.DEFAULT));
        issuerPort = issuer.start();
    }

    /**
     * Writes the settings file: any port, listening with TLS and in the clear.
     *
     * @param virtualProxies the list of that name, as YAML in block style without indentation
     */
    public Path settings(String virtualProxies) throws Exception {
        files.write(
                "passgate.yaml",
                """
                site:    { name: the test hub, contact: test@example.com }
                data:    %1$s/data
                listen:
                  - { address: "127.0.0.1:0", tls: { certificate: %1$s/server.pem, key: %1$s/server.key } }
                  - { address: "127.0.0.1:0" }
                virtualProxies:
                %3$s
                license:
                  keyFile: %1$s/license.key
                  signers: %1$s/signers.pem
                  backend: { url: "https://localhost:%2$d", trust: %1$s/ca.pem }
                exempt:  { users: ['DEMO\\svc'] }
                store:   { url: "sqlite:%1$s/data/passgate.db" }
                admin:   { address: "127.0.0.1:0" }
                audit:   { directory: %1$s/log, accessLines: true }
                """
                        .formatted(
                                files.directory(),
                                issuerPort,
                                virtualProxies.indent(2).stripTrailing()));
        return files.file("passgate.yaml");
    }

    /** A gate of this process with these virtual proxies, started. */
    public Gate gate(String virtualProxies) throws Exception {
        Settings settings = SettingsReader.read(settings(virtualProxies), Map.of())
                .fold(sound -> sound, problems -> {
                    throw new IllegalArgumentException(problems.toString());
                });
        Gate gate = new Gate(settings, clock);
        gate.start();
        return gate;
    }

    /** The administration of a gate of this site. */
    public AdminClient admin(int port) {
        return new AdminClient(port, files.file("data"));
    }

    /** The license backend. */
    Issuer issuer() {
        return issuer;
    }

    /** A file of the site. */
    public Path file(String name) {
        return files.file(name);
    }

    @Override
    public void close() {
        issuer.close();
    }
}
