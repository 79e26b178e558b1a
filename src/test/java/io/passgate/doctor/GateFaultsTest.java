package io.passgate.doctor;

import static io.passgate.doctor.Patient.answer;
import static io.passgate.doctor.Patient.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.passgate.doctor.Finding.Area;
import io.passgate.doctor.Finding.Level;
import io.passgate.testing.ScriptedHub;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with the gate itself – whether it runs, its addresses, its certificates: named, and what to do. */
@Timeout(60)
class GateFaultsTest {
    @TempDir
    Path directory;

    private Patient patient;

    @BeforeEach
    void prepare() throws Exception {
        patient = new Patient(directory);
    }

    @AfterEach
    void close() {
        patient.close();
    }

    @Test
    void aGateThatRunsHasItsAddresses() throws Exception {
        try (ScriptedHub gate = ScriptedHub.answering(answer(200, "ready\n"));
                ScriptedHub front = ScriptedHub.answering(answer(200, "its other listener"))) {
            Diagnosis diagnosis = patient.examined(adminAt(gate).andThen(listeningAt(front.port()))::apply);

            assertThat(diagnosis.worst()).as(diagnosis.toString()).isEqualTo(Level.OK);
            assertThat(diagnosis.findings())
                    .anyMatch(f -> f.check().equals("running") && f.seen().startsWith("a gate runs and is ready at"))
                    .anyMatch(f -> f.check().equals("address") && f.seen().endsWith("is taken, by the gate that runs"));
        }
    }

    @Test
    void aGateThatIsNotReadySaysWhy() throws Exception {
        try (ScriptedHub gate = ScriptedHub.answering(answer(503, "draining\n"))) {
            Finding finding = wrong(patient.examined(adminAt(gate)), "running");

            assertThat(finding.level()).isEqualTo(Level.WARNING);
            assertThat(finding.wrong()).isEqualTo("it is not ready: draining");
        }
    }

    @Test
    void aGateThatRunsWithAnotherConfiguration() throws Exception {
        int free;
        try (ServerSocket once = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = once.getLocalPort();
        }
        try (ScriptedHub gate = ScriptedHub.answering(answer(200, "ready\n"))) {
            Finding finding = wrong(patient.examined(adminAt(gate).andThen(listeningAt(free))::apply), "address");

            assertThat(finding.wrong()).contains("it was started with another configuration");
            assertThat(finding.toDo()).contains("restart the gate");
        }
    }

    @Test
    void anotherProgramAtTheAddressOfTheAdministration() throws Exception {
        try (ScriptedHub other = ScriptedHub.answering(answer(404, "no"))) {
            Finding finding = wrong(patient.examined(adminAt(other)), "admin");

            assertThat(finding.wrong()).contains("another program listens there");
        }
    }

    @Test
    void aKeyOfAnotherCertificate() throws Exception {
        Files.writeString(
                patient.site.file("server.key"), bundle(Duration.ofDays(90)).getPrivateKeyPEM());

        Finding finding = wrong(patient.examined(), "certificate");

        assertThat(finding.subject()).isEqualTo("listener 127.0.0.1:0");
        assertThat(finding.wrong()).contains("server.key is not the private key of the certificate in");
        assertThat(finding.toDo()).contains("listen[].tls");
        assertThat(finding.area()).isEqualTo(Area.CONFIGURATION);
    }

    @Test
    void aCertificateOfOurOwnThatExpires() throws Exception {
        show(bundle(Duration.ofDays(3)));
        assertThat(wrong(patient.examined(), "certificate").level()).isEqualTo(Level.WARNING);
        assertThat(wrong(patient.examined(), "certificate").wrong()).contains("it expires in 2 days");

        show(bundle(Duration.ofDays(-1)));
        assertThat(wrong(patient.examined(), "certificate").wrong()).contains("it has expired");
        assertThat(wrong(patient.examined(), "certificate").toDo()).contains("ask whoever issues your certificates");
    }

    @Test
    void anAddressThatAnotherProgramHas() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String taken = "127.0.0.1:" + other.getLocalPort();

            Finding finding = wrong(
                    patient.examined(settings -> settings.replaceFirst("127.0.0.1:0\", tls", taken + "\", tls")),
                    "address");

            assertThat(finding.seen()).isEqualTo(taken + " is taken");
            assertThat(finding.wrong()).contains("another program listens there");
            assertThat(finding.toDo()).contains("ss -ltnp");
        }
    }

    @Test
    void anAddressOfAnotherMachine() throws Exception {
        Finding finding = wrong(
                patient.examined(settings -> settings.replaceFirst("127.0.0.1:0\", tls", "192.0.2.1:8443\", tls")),
                "address");

        assertThat(finding.wrong()).contains("no address of this machine");
    }

    private static UnaryOperator<String> adminAt(ScriptedHub gate) {
        return settings -> settings.replace(
                "admin:   { address: \"127.0.0.1:0\" }", "admin: { address: \"127.0.0.1:%d\" }".formatted(gate.port()));
    }

    private static UnaryOperator<String> listeningAt(int port) {
        return settings -> settings.replaceFirst("127.0.0.1:0\", tls", "127.0.0.1:%d\", tls".formatted(port));
    }

    private void show(X509Bundle shown) throws Exception {
        Files.writeString(patient.site.file("server.pem"), shown.getCertificatePathPEM());
        Files.writeString(patient.site.file("server.key"), shown.getPrivateKeyPEM());
    }

    private static X509Bundle bundle(Duration valid) throws Exception {
        Instant now = Instant.now();
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=gate")
                .notBefore(now.minus(Duration.ofDays(9)))
                .notAfter(now.plus(valid))
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }
}
