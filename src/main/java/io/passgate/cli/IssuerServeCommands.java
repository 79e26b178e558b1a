package io.passgate.cli;

import io.passgate.app.ThrowAwayCertificates;
import io.passgate.issuer.Issuer;
import io.passgate.issuer.IssuerFault;
import io.passgate.issuer.OwnerOnly;
import io.passgate.rest.RestSettings;
import io.passgate.tls.CertifiedKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The commands that make an issuer and run it. */
final class IssuerServeCommands {
    private static final String CERTIFICATE = "tls.pem";
    private static final String KEY = "tls.key";

    private IssuerServeCommands() {}

    @Command(
            name = "init",
            description =
                    "Makes the directory of an issuer: its database, its first signing key, and its TLS certificate.")
    static final class Init implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private IssuerOption issuer = new IssuerOption();

        @Option(
                names = "--name",
                paramLabel = "NAME",
                defaultValue = "vendor",
                description = "what its key ids begin with (default: ${DEFAULT-VALUE})")
        private String name = "vendor";

        @Option(names = "--certificate", paramLabel = "FILE", description = "the certificate to serve with, PEM")
        private Optional<Path> certificate = Optional.empty();

        @Option(names = "--key", paramLabel = "FILE", description = "its private key, PEM")
        private Optional<Path> key = Optional.empty();

        @Option(
                names = "--test-certificate",
                paramLabel = "HOST",
                description = "instead: make a certificate for HOST, good for 30 days, and its authority ca.pem")
        private Optional<String> host = Optional.empty();

        @Override
        public Integer call() throws Exception {
            if (certificate.isPresent() != key.isPresent() || certificate.isPresent() == host.isPresent()) {
                throw new CliFault(
                        ExitCode.USAGE,
                        "expected either --certificate FILE and --key FILE, or --test-certificate HOST");
            }
            if (!name.matches("[A-Za-z][A-Za-z0-9._-]{0,40}")) {
                throw new CliFault(
                        ExitCode.USAGE, "--name: expected up to 41 letters, digits, dots, underscores and hyphens");
            }
            if (certificate.isPresent()) {
                certified(certificate.get(), key.orElseThrow());
            }
            try {
                Issuer.make(issuer.directory, name, InstantSource.system()).close();
            } catch (FileAlreadyExistsException e) {
                throw new CliFault(ExitCode.DATA, issuer.directory + " exists already; expected a new directory");
            } catch (IOException e) {
                throw new CliFault(ExitCode.UNAVAILABLE, "cannot make " + e.getMessage());
            }
            writeCertificate();
            spec.commandLine()
                    .getOut()
                    .println("made " + issuer.directory + "; keep a copy of all of it where nobody else reads it");
            return ExitCode.OK.code();
        }

        private void writeCertificate() throws Exception {
            if (host.isPresent()) {
                ThrowAwayCertificates made = ThrowAwayCertificates.make(
                        host.get(), InstantSource.system().instant());
                OwnerOnly.create(issuer.directory.resolve("ca.pem"), made.authorityPem());
                OwnerOnly.create(issuer.directory.resolve(CERTIFICATE), made.certificatePem());
                OwnerOnly.create(issuer.directory.resolve(KEY), made.keyPem());
            } else {
                OwnerOnly.create(issuer.directory.resolve(CERTIFICATE), InputFile.read(certificate.orElseThrow()));
                OwnerOnly.create(issuer.directory.resolve(KEY), InputFile.read(key.orElseThrow()));
            }
        }
    }

    @Command(
            name = "serve",
            description = "Answers sites over TLS until it is told to stop (SIGTERM or Ctrl-C), then exits 0.")
    static final class Serve implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private IssuerOption issuer = new IssuerOption();

        @Option(
                names = "--address",
                paramLabel = "ADDRESS",
                defaultValue = "0.0.0.0",
                description = "to listen on (default: ${DEFAULT-VALUE})")
        private String address = "0.0.0.0";

        @Option(
                names = "--port",
                paramLabel = "PORT",
                defaultValue = "9443",
                description = "to listen on; 0: any free one (default: ${DEFAULT-VALUE})")
        private int port;

        @Option(
                names = "--client-ca",
                paramLabel = "FILE",
                description = "answer only clients with a certificate of these authorities, PEM")
        private Optional<Path> clientAuthorities = Optional.empty();

        @Override
        public Integer call() throws Exception {
            RestSettings settings = settings();
            try (StopSignal stop = StopSignal.install();
                    Issuer opened = open(settings)) {
                Start.orExplain(() -> tell(opened.start()));
                stop.await();
            }
            return ExitCode.OK.code();
        }

        private RestSettings settings() {
            try {
                return RestSettings.of("issuer", address, port)
                        .withTls(
                                CertifiedKey.read(issuer.directory.resolve(CERTIFICATE), issuer.directory.resolve(KEY)))
                        .withClients(clientAuthorities
                                .map(CertifiedKey::certificates)
                                .orElse(List.<X509Certificate>of()));
            } catch (IllegalArgumentException e) {
                throw new CliFault(ExitCode.CONFIGURATION, String.valueOf(e.getMessage()));
            }
        }

        private Issuer open(RestSettings settings) {
            try {
                return Issuer.open(issuer.directory, settings, InstantSource.system());
            } catch (IOException e) {
                throw new CliFault(ExitCode.UNAVAILABLE, e.getMessage() + "; 'passgate issuer init' makes one");
            } catch (IssuerFault e) {
                throw new CliFault(ExitCode.UNAVAILABLE, String.valueOf(e.getMessage()));
            }
        }

        private void tell(int bound) {
            spec.commandLine().getOut().println("the license backend answers at https://" + address + ":" + bound);
            spec.commandLine().getOut().flush();
        }
    }

    private static void certified(Path certificate, Path key) {
        try {
            CertifiedKey.read(certificate, key);
        } catch (IllegalArgumentException e) {
            throw new CliFault(ExitCode.DATA, String.valueOf(e.getMessage()));
        }
    }
}
