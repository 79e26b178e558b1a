package io.passgate.doctor;

import static io.passgate.doctor.Patient.answer;
import static io.passgate.doctor.Patient.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.passgate.doctor.Finding.Area;
import io.passgate.doctor.Finding.Level;
import io.passgate.testing.ScriptedHub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers whose TLS is broken (the first seed): each fault is named, and what to do. */
@Timeout(60)
class TlsFaultsTest {
    @TempDir
    static Path directory;

    private static Patient patient;
    private static X509Bundle authority;
    private static Path trust;

    @BeforeAll
    static void prepare() throws Exception {
        patient = new Patient(directory);
        authority = authority("Our authority");
        trust = Files.writeString(directory.resolve("our-authority.pem"), authority.getCertificatePEM());
    }

    @AfterAll
    static void close() {
        patient.close();
    }

    @Test
    void aSoundOne() throws Exception {
        Diagnosis diagnosis = examined(server(b -> b.addSanIpAddress("127.0.0.1")));

        assertThat(diagnosis.worst()).as(diagnosis.toString()).isEqualTo(Level.OK);
        assertThat(of(diagnosis, "tls").seen()).contains("accepts TLS 1.3, TLS 1.2; chose TLS 1.3, TLS_AES_");
        assertThat(of(diagnosis, "certificate").seen()).contains("CN=hub", "vouched for by an authority in " + trust);
    }

    @Test
    void anExpiredCertificate() throws Exception {
        Finding finding = certificate(server(
                b -> b.addSanIpAddress("127.0.0.1").notAfter(Instant.now().minus(Duration.ofDays(2)))));

        assertThat(finding.wrong()).contains("it has expired", "or the clock of this machine is fast");
        assertThat(finding.toDo()).contains("ask whoever runs the hub for a new one");
        assertThat(finding.area()).isEqualTo(Area.UNREACHABLE);
    }

    @Test
    void aCertificateThatIsNotYetValid() throws Exception {
        Finding finding = certificate(server(
                b -> b.addSanIpAddress("127.0.0.1").notBefore(Instant.now().plus(Duration.ofDays(2)))));

        assertThat(finding.wrong()).contains("it is not valid before", "or the clock of this machine is slow");
    }

    @Test
    void aCertificateThatExpiresSoonWorksAndIsWarnedOf() throws Exception {
        Diagnosis diagnosis = examined(server(
                b -> b.addSanIpAddress("127.0.0.1").notAfter(Instant.now().plus(Duration.ofDays(10)))));

        Finding finding = wrong(diagnosis, "certificate");
        assertThat(finding.level()).isEqualTo(Level.WARNING);
        assertThat(finding.wrong()).contains("it expires in 9 days");
        assertThat(of(diagnosis, "who-am-I").level()).isEqualTo(Level.OK);
    }

    @Test
    void aCertificateForAnotherHost() throws Exception {
        Finding finding = certificate(server(b -> b.addSanDnsName("hub.example.com")));

        assertThat(finding.wrong())
                .contains("it is for another host name: it names hub.example.com, but the url says 127.0.0.1");
        assertThat(finding.toDo()).contains("write a name of the certificate into virtualProxies[].hub");
    }

    @Test
    void anAuthorityThatNobodyTrusts() throws Exception {
        X509Bundle stranger = builder().addSanIpAddress("127.0.0.1").buildIssuedBy(authority("A stranger"));

        Finding finding = certificate(stranger);

        assertThat(finding.wrong()).contains("no authority in " + trust, "it was issued by CN=A stranger");
        assertThat(finding.toDo()).contains("virtualProxies[].hub.trust", "intermediate certificates");
    }

    @Test
    void allThatIsWrongWithACertificateIsToldAtOnce() throws Exception {
        X509Bundle hopeless = builder()
                .addSanDnsName("other.example.com")
                .notAfter(Instant.now().minus(Duration.ofDays(2)))
                .buildIssuedBy(authority("A stranger"));

        assertThat(examined(hopeless).findings().stream()
                        .filter(f -> f.check().equals("certificate") && f.isFault())
                        .map(Finding::wrong))
                .hasSize(3)
                .anyMatch(w -> w.contains("expired"))
                .anyMatch(w -> w.contains("another host name"))
                .anyMatch(w -> w.contains("no authority"));
    }

    @Test
    void oldVersionsOnly() throws Exception {
        try (OldServer old = new OldServer(
                server(b -> b.addSanIpAddress("127.0.0.1")), "TLSv1", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA")) {
            Finding finding = wrong(patient.examined(patient.hubAt(old.url(), trust)), "tls");

            assertThat(finding.seen()).isEqualTo("accepts TLS 1.0");
            assertThat(finding.wrong()).contains("the gate speaks TLS 1.2 and 1.3");
            assertThat(finding.toDo()).contains("turn TLS 1.2 on there", "SchUseStrongCrypto");
        }
    }

    @Test
    void aCipherThatTheGateDoesNotSpeak() throws Exception {
        try (ScriptedHub old = new ScriptedHub(hub -> {
            hub.read(5);
            hub.send(ClientHelloTest.CHOOSES_RC4);
            hub.awaitEnd();
        })) {
            Finding finding =
                    wrong(patient.examined(patient.hubAt(URI.create("https://127.0.0.1:" + old.port()), trust)), "tls");

            assertThat(finding.seen()).isEqualTo("chose TLS 1.2 with TLS_RSA_WITH_RC4_128_SHA");
            assertThat(finding.wrong()).contains("the gate does not speak that cipher");
            assertThat(finding.toDo()).contains("AES_…_GCM");
        }
    }

    @Test
    void aServerThatWantsACertificateFromItsClients() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                server(b -> b.addSanIpAddress("127.0.0.1"))
                        .toKeyManagerFactory()
                        .getKeyManagers(),
                null,
                null);
        for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
            try (ScriptedHub strict =
                    new ScriptedHub(new StrictSockets(context, version), true, ScriptedHub.Conversation::request)) {
                Finding finding = patient.examined(patient.hubAt(strict.url(), trust)).findings().stream()
                        .filter(Finding::isFault)
                        .findFirst()
                        .orElseThrow();

                assertThat(finding.wrong() + finding.toDo())
                        .as(finding.toString())
                        .contains("a certificate from its clients", "the gate has none to show");
            }
        }
    }

    @Test
    void clearHttpAtThePortOfTls() throws Exception {
        try (ScriptedHub clear = ScriptedHub.answering(answer(400, "what?"))) {
            Finding finding = wrong(
                    patient.examined(patient.hubAt(URI.create("https://127.0.0.1:" + clear.port()), trust)), "tls");

            assertThat(finding.wrong()).contains("accepts no version of TLS");
            assertThat(finding.toDo()).contains("correct the port of virtualProxies[].hub");
        }
    }

    @Test
    void aServerThatAnswersTlsInClear() throws Exception {
        try (ScriptedHub clear = new ScriptedHub(hub -> {
            hub.read(1);
            hub.send(answer(400, "what?"));
        })) {
            Finding finding = wrong(
                    patient.examined(patient.hubAt(URI.create("https://127.0.0.1:" + clear.port()), trust)), "tls");

            assertThat(finding.seen()).contains("it says: HTTP/1.1 400");
            assertThat(finding.wrong()).contains("the hub speaks no TLS at this port");
            assertThat(finding.area()).isEqualTo(Area.CONFIGURATION);
        }
    }

    @Test
    void tlsAtThePortOfClearHttp() throws Exception {
        try (ScriptedHub tls = hub(server(b -> b.addSanIpAddress("127.0.0.1")))) {
            Finding finding =
                    wrong(patient.examined(patient.hubAt(URI.create("http://127.0.0.1:" + tls.port()))), "http");

            assertThat(finding.wrong()).contains("the hub speaks TLS at this port");
            assertThat(finding.toDo()).contains("write https:// into virtualProxies[].hub");
        }
    }

    @Test
    void aFileOfAuthoritiesThatHoldsNone() throws Exception {
        Path junk = Files.writeString(directory.resolve("junk.pem"), "not a certificate");
        try (ScriptedHub tls = hub(server(b -> b.addSanIpAddress("127.0.0.1")))) {
            Finding finding = wrong(patient.examined(patient.hubAt(tls.url(), junk)), "trust");

            assertThat(finding.seen()).contains("junk.pem: expected a certificate in PEM");
            assertThat(finding.toDo()).contains("virtualProxies[].hub.trust");
        }
    }

    @Test
    void noRequestIsSentToWhoIsNotVouchedFor() throws Exception {
        try (ScriptedHub stranger =
                hub(builder().addSanIpAddress("127.0.0.1").buildIssuedBy(authority("A stranger")))) {
            Diagnosis diagnosis = patient.examined(settings ->
                    settings.replaceAll("url: \"https://localhost:\\d+\"", "url: \"" + stranger.url() + "\""));

            assertThat(wrong(diagnosis, "certificate").wrong()).contains("no authority in");
            assertThat(of(diagnosis, "definition").wrong()).contains("its certificate is at fault");
            assertThat(stranger.received()).isEmpty();
        }
    }

    private static Finding of(Diagnosis diagnosis, String check) {
        return diagnosis.findings().stream()
                .filter(f -> f.check().equals(check))
                .findFirst()
                .orElseThrow();
    }

    private static Finding certificate(X509Bundle shown) throws Exception {
        return wrong(examined(shown), "certificate");
    }

    private static Diagnosis examined(X509Bundle shown) throws Exception {
        try (ScriptedHub hub = hub(shown)) {
            return patient.examined(patient.hubAt(hub.url(), trust));
        }
    }

    private static ScriptedHub hub(X509Bundle shown) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown.toKeyManagerFactory().getKeyManagers(), null, null);
        return new ScriptedHub(context.getServerSocketFactory(), true, hub -> {
            while (hub.request()) {
                hub.send(answer(200, "{\"user\":null}"));
            }
        });
    }

    private static X509Bundle server(UnaryOperator<CertificateBuilder> how) throws Exception {
        return how.apply(builder()).buildIssuedBy(authority);
    }

    private static CertificateBuilder builder() {
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=hub")
                .notBefore(Instant.now().minus(Duration.ofDays(9)))
                .notAfter(Instant.now().plus(Duration.ofDays(90)));
    }

    private static X509Bundle authority(String name) throws Exception {
        return builder().subject("CN=" + name).setIsCertificateAuthority(true).buildSelfSigned();
    }

    /** Sockets of one version of TLS that want a certificate of whoever connects. */
    private static final class StrictSockets extends ServerSocketFactory {
        private final SSLContext context;
        private final String version;

        StrictSockets(SSLContext context, String version) {
            this.context = context;
            this.version = version;
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
            SSLServerSocket socket =
                    (SSLServerSocket) context.getServerSocketFactory().createServerSocket(port, backlog, address);
            socket.setNeedClientAuth(true);
            socket.setEnabledProtocols(new String[] {version});
            return socket;
        }

        @Override
        public ServerSocket createServerSocket(int port) throws IOException {
            return createServerSocket(port, 1);
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog) throws IOException {
            return createServerSocket(port, backlog, InetAddress.getLoopbackAddress());
        }
    }
}
