package io.passgate.app;

import io.passgate.config.SettingsReader;
import io.passgate.contract.Allotment;
import io.passgate.contract.Definition;
import io.passgate.contract.SigningKey;
import io.passgate.identity.User;
import io.passgate.issuer.Issuer;
import io.passgate.license.AccessType;
import io.passgate.license.May;
import io.passgate.rest.RestSettings;
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
 * The gate as the benchmark measures it: the real thing, run by a configuration file like any other, with a license verified
 * over TLS, the ledger on SQLite with {@code synchronous: full}, decision log and metrics on. The hub names one user for the
 * cookie {@code sid}; requests carry the gate cookie of a session opened before.
 *
 * <p>Usage: {@code BenchGate DIRECTORY PORT TLS-PORT HUB-PORT SOCKET-PORT CERTIFICATE KEY}
 */
public final class BenchGate {

    private static final String LICENSE = "4711081500000002";

    private BenchGate() {}

    /** Runs until it is killed. */
    public static void main(String[] args) throws Exception {
        DemoFiles files = new DemoFiles(Path.of(args[0]));
        InstantSource clock = InstantSource.system();
        files.make();
        files.certificates(clock.instant());
        int backend = licenseBackend(files, clock);
        files.write("passgate.yaml", configuration(args, backend));
        Gate gate = new Gate(
                SettingsReader.read(files.file("passgate.yaml"), Map.of()).fold(settings -> settings, problems -> {
                    throw new IllegalStateException(problems.toString());
                }),
                clock);
        gate.start();
        gate.allocate(new User("BENCH", "user"), AccessType.PROFESSIONAL);
        Runtime.getRuntime().addShutdownHook(new Thread(gate::close));
        Thread.currentThread().join();
    }

    private static int licenseBackend(DemoFiles files, InstantSource clock) throws Exception {
        Issuer issuer = new Issuer(
                RestSettings.of("license-backend", "127.0.0.1", 0)
                        .withTls(CertifiedKey.read(files.file("server.pem"), files.file("server.key"))),
                SigningKey.make("bench", new SecureRandom()),
                clock);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        issuer.define(
                LICENSE,
                new Definition(
                        now.getEpochSecond(),
                        now.minus(Duration.ofDays(1)),
                        Optional.empty(),
                        Definition.PRODUCT,
                        false,
                        List.of(Allotment.of("professional", 10)),
                        0,
                        Optional.empty(),
                        May.DEFAULT));
        files.write("signers.pem", issuer.signers().pem());
        files.write("license.key", issuer.issueKey(LICENSE).compact() + "\n");
        return issuer.start();
    }

    private static String configuration(String[] args, int backend) {
        return """
                site:    { name: bench }
                data:    %1$s/data
                listen:
                  - { address: "127.0.0.1:%2$s" }
                  - { address: "127.0.0.1:%3$s", tls: { certificate: %6$s, key: %7$s } }
                virtualProxies:
                  - prefix: /
                    hub: { urls: ["http://127.0.0.1:%4$s"] }
                    identity: &who
                      - askHub:
                          path: /whoami
                          user: /id
                          directory: /directory
                          nobody: { statuses: [401] }
                          credentials: { cookies: [sid] }
                  - { prefix: /ws, hub: { urls: ["http://127.0.0.1:%5$s"] }, identity: *who }
                license:
                  keyFile: %1$s/license.key
                  signers: %1$s/signers.pem
                  backend: { url: "https://localhost:%8$d", trust: %1$s/ca.pem }
                store:   { url: "sqlite:%1$s/data/passgate.db" }
                admin:   { address: "127.0.0.1:0" }
                audit:   { directory: %1$s/log }
                limits:  { idle: 1h }
                """
                .formatted(args[0], args[1], args[2], args[3], args[4], args[5], args[6], backend);
    }
}
