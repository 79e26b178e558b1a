package io.passgate.app;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;

/**
 * The directory of a demo: everything in it is made here, is good for this machine only, and can be thrown away. Not safe for
 * use by several threads.
 */
final class DemoFiles {

    private static final Duration VALID = Duration.ofDays(90);

    private final Path directory;

    DemoFiles(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    void make() throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /**
     * A certificate for this machine, {@code server.pem} and {@code server.key}, and {@code ca.pem} of its authority.
     *
     * @return the authority, made for it
     */
    X509Bundle certificates(Instant now) throws Exception {
        X509Bundle authority = new CertificateBuilder()
                .subject("CN=Passgate demo authority")
                .setIsCertificateAuthority(true)
                .ecp256()
                .notBefore(now.minus(Duration.ofHours(1)))
                .notAfter(now.plus(VALID))
                .buildSelfSigned();
        X509Bundle server = new CertificateBuilder()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1")
                .ecp256()
                .notBefore(now.minus(Duration.ofHours(1)))
                .notAfter(now.plus(VALID))
                .buildIssuedBy(authority);
        write("ca.pem", authority.getCertificatePEM());
        write("server.pem", server.getCertificatePathPEM());
        write("server.key", server.getPrivateKeyPEM());
        return authority;
    }

    /** Writes a file that only its owner can read. */
    void write(String name, String text) throws IOException {
        Path file = file(name);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    /** The configuration of the demo's gate, as anybody could have written it. */
    void configuration(int port, int adminPort, int hubPort, int backendPort) throws IOException {
        write(
                "passgate.yaml",
                """
                # The configuration of the demo, made anew at each start. Every command works with it:
                #   java -jar target/passgate.jar users --config %1$s/passgate.yaml
                site:    { name: the demo hub, contact: demo@example.com }
                data:    %1$s/data
                listen:
                  - { address: "127.0.0.1:%2$d", tls: { certificate: %1$s/server.pem, key: %1$s/server.key } }
                virtualProxies:
                  - { prefix: /, preset: demo, hub: { urls: ["http://127.0.0.1:%4$d"] } }
                  - { prefix: /sales, preset: demo, hub: { urls: ["http://127.0.0.1:%4$d"] } }
                license:
                  keyFile: %1$s/license.key
                  signers: %1$s/signers.pem
                  backend: { url: "https://localhost:%5$d", trust: %1$s/ca.pem }
                exempt:  { users: ['DEMO\\svc-monitor'] }
                store:   { url: "sqlite:%1$s/data/passgate.db" }
                admin:   { address: "127.0.0.1:%3$d" }
                audit:   { directory: %1$s/log }
                """
                        .formatted(directory, port, adminPort, hubPort, backendPort));
    }
}
