package io.passgate.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.X509Bundle;
import io.passgate.license.Standing.State;
import io.passgate.testing.LeakCheck;
import io.passgate.tls.TrustedAuthorities;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whom the gate talks to: only a host that the site's own authorities vouch for, under its name, now. */
@Timeout(60)
@ExtendWith(LeakCheck.class)
class BackendTlsTest {
    private static PlayedBackend backend;

    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    @BeforeAll
    static void play() throws Exception {
        backend = new PlayedBackend(shared);
    }

    @AfterAll
    static void stop() {
        backend.close();
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() throws Exception {
        assertThat(errorWith(new Authority("Another CA").server("localhost")))
                .contains("is not vouched for by a certificate authority in")
                .contains("ca.pem");
    }

    @Test
    void anExpiredCertificateIsRefused() throws Exception {
        assertThat(errorWith(backend.authority.server("localhost", Instant.now().minus(Duration.ofDays(1)))))
                .contains("has expired, or the clock of this machine is fast");
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws Exception {
        assertThat(errorWith(backend.authority.server("license.example.com"))).contains("is for another host name");
    }

    @Test
    void aHostThatSpeaksNoTlsIsRefused() throws Exception {
        assertThat(error(new ServerSocket(0, 1, InetAddress.getLoopbackAddress())))
                .contains("found no TLS in common, or it speaks no TLS at all");
    }

    @Test
    void theAuthoritiesOfTheJavaPlatformAreNotAddedToThoseOfTheSite() throws Exception {
        Site site = new Site(directory, backend);
        site.write("ca.pem", new Authority("Another CA").pem());
        SignedKeyLicense license = site.started(backend);

        assertThat(license.verify().lastError()).contains("is not vouched for");
        assertThat(site.state(license)).isEqualTo(State.MISSING);
        site.close();
    }

    @Test
    void withoutATrustFileTheAuthoritiesOfTheJavaPlatformCount() throws Exception {
        assertThat(TrustedAuthorities.context(Optional.empty(), Optional.empty())
                        .getProtocol())
                .isEqualTo("TLS");
        assertThat(new BackendSettings(backend.url(), Optional.empty(), Optional.empty()).trust())
                .isEmpty();
    }

    @Test
    void aBackendThatWantsAClientCertificateIsShownThatOfTheSite() throws Exception {
        X509Bundle own = backend.authority.server("site.example.com");
        try (Site site = new Site(directory, backend);
                SSLServerSocket listener = wantingCertificates()) {
            site.write("site.pem", own.getCertificatePathPEM());
            site.write("site.key", own.getPrivateKeyPEM());
            CompletableFuture<String> shown = CompletableFuture.supplyAsync(() -> firstShown(listener));
            SignedKeyLicense license = site.open(
                    new BackendSettings(
                            URI.create("https://localhost:" + listener.getLocalPort()),
                            Optional.of(directory.resolve("ca.pem")),
                            Optional.empty(),
                            Optional.of(new BackendSettings.ClientCertificate(
                                    directory.resolve("site.pem"), directory.resolve("site.key")))),
                    Duration.ofSeconds(20));
            license.load();
            license.verify();

            assertThat(shown.get(20, TimeUnit.SECONDS)).isEqualTo("TLSv1.3 CN=site.example.com");
        }
    }

    private static SSLServerSocket wantingCertificates() throws Exception {
        X509Bundle bundle = backend.authority.server("localhost");
        TrustManagerFactory trust = backend.authority.trusting();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(bundle.toKeyManagerFactory().getKeyManagers(), trust.getTrustManagers(), null);
        SSLServerSocket listener = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        listener.setNeedClientAuth(true);
        return listener;
    }

    private static String firstShown(SSLServerSocket listener) {
        try (SSLSocket socket = (SSLSocket) listener.accept()) {
            socket.startHandshake();
            return socket.getSession().getProtocol() + " " + socket.getSession().getPeerPrincipal();
        } catch (IOException e) {
            return String.valueOf(e);
        }
    }

    private String errorWith(X509Bundle bundle) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(bundle.toKeyManagerFactory().getKeyManagers(), null, null);
        return error(context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }

    /** What a verification says of a host that reads a little of what it is sent, answers in clear and hangs up. */
    private String error(ServerSocket listener) throws Exception {
        try (listener;
                Site site = new Site(directory, backend)) {
            Thread host = new Thread(() -> serve(listener));
            host.setDaemon(true);
            host.start();
            SignedKeyLicense license =
                    site.open(URI.create("https://localhost:" + listener.getLocalPort()), Duration.ofSeconds(20));
            license.load();
            String error = license.verify().lastError();
            assertThat(site.state(license)).isEqualTo(State.MISSING);
            return error;
        }
    }

    private static void serve(ServerSocket listener) {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                socket.getInputStream().read();
                socket.getOutputStream().write("HTTP/1.1 400 Bad\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException expected) {
                // the client refused the certificate, which is what is tested
            }
        }
    }
}
