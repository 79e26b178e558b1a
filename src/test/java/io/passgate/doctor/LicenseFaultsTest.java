package io.passgate.doctor;

import static io.passgate.doctor.Patient.answer;
import static io.passgate.doctor.Patient.proxyAt;
import static io.passgate.doctor.Patient.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.admission.LicenseOffice.LicenseStatus;
import io.passgate.admission.MemoryLedger;
import io.passgate.app.GateFiles;
import io.passgate.backend.Sharing;
import io.passgate.backend.SiteLicense;
import io.passgate.contract.LicenseKey;
import io.passgate.contract.SigningKey;
import io.passgate.doctor.Finding.Area;
import io.passgate.doctor.Finding.Level;
import io.passgate.license.Standing.State;
import io.passgate.testing.ScriptedHub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Licenses that let nobody in, or soon will not, and license backends behind a proxy or another clock: named, and what to do. */
@Timeout(60)
class LicenseFaultsTest {
    private static final InstantSource SYSTEM = Clock.systemUTC();

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
    void aProxyThatWantsAuthentication() throws Exception {
        try (ScriptedHub proxy = ScriptedHub.answering(answer(407, "", "Proxy-Authenticate: Basic realm=\"corp\""))) {
            Finding finding = wrong(patient.examined(proxyAt(proxy.port())), "proxy");

            assertThat(finding.seen()).contains("CONNECT localhost:", "is answered with 407");
            assertThat(finding.wrong()).contains("wants authentication (Basic realm=\"corp\")");
            assertThat(finding.toDo())
                    .contains("set license.backend.forwardProxyUser and license.backend.forwardProxyPassword");
            assertThat(proxy.received()).doesNotContain("Authorization");
        }
    }

    @Test
    void aProxyThatDoesNotAcceptThePassword() throws Exception {
        try (ScriptedHub proxy = ScriptedHub.answering(answer(407, "", "Proxy-Authenticate: Basic realm=\"corp\""))) {
            Finding finding = wrong(
                    patient.examined(settings -> proxyAt(proxy.port())
                            .apply(settings)
                            .replace(
                                    "forwardProxy:",
                                    "forwardProxyUser: me, forwardProxyPassword: stale, forwardProxy:")),
                    "proxy");

            assertThat(finding.wrong()).contains("does not accept the user and password");
            assertThat(finding.toDo()).contains("correct license.backend.forwardProxyUser");
            assertThat(proxy.received()).contains("Proxy-Authorization: Basic bWU6c3RhbGU=");
            assertThat(finding.toString()).doesNotContain("stale");
        }
    }

    @Test
    void aProxyThatForbids() throws Exception {
        try (ScriptedHub proxy = ScriptedHub.answering(answer(403, "no"))) {
            Finding finding = wrong(patient.examined(proxyAt(proxy.port())), "proxy");

            assertThat(finding.wrong()).contains("does not let this machine reach localhost:");
            assertThat(finding.toDo()).contains("ask whoever runs the proxy");
        }
    }

    @Test
    void aProxyThatCannotBeReached() throws Exception {
        int port;
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = nobody.getLocalPort();
        }

        Diagnosis diagnosis = patient.examined(proxyAt(port));

        Finding finding = wrong(diagnosis, "connection");
        assertThat(finding.seen()).contains("127.0.0.1:" + port);
        assertThat(finding.toDo())
                .contains("start the forward proxy, or correct the port of license.backend.forwardProxy");
        assertThat(diagnosis.worstArea()).contains(Area.UNREACHABLE);
    }

    @Test
    void aProxyThatLetsThroughIsGoneThrough() throws Exception {
        try (ScriptedHub proxy = new ScriptedHub(LicenseFaultsTest::tunnel)) {
            Diagnosis diagnosis = patient.examined(proxyAt(proxy.port()));

            assertThat(diagnosis.worst()).as(diagnosis.toString()).isEqualTo(Level.OK);
            assertThat(diagnosis.findings())
                    .anyMatch(f -> f.check().equals("proxy") && f.seen().contains("200"));
            assertThat(proxy.conversations().size()).isGreaterThan(5);
        }
    }

    @Test
    void clocksThatAreTooFarApart() throws Exception {
        Diagnosis diagnosis = patient.examined(later(Duration.ofHours(1)), sound -> sound);

        assertThat(diagnosis.findings().stream()
                        .filter(f -> f.check().equals("clock") && f.level() == Level.WARNING)
                        .map(Finding::wrong))
                .as("nothing rests on the hub's")
                .singleElement()
                .asString()
                .containsPattern("the clock of this machine is \\d+ minutes ahead of that of the hub");
        Finding fault = diagnosis.findings().stream()
                .filter(f -> f.check().equals("clock") && f.isFault())
                .findFirst()
                .orElseThrow();
        assertThat(fault.wrong()).contains("beyond 15 minutes its answers are not accepted");
        assertThat(fault.toDo()).contains("NTP");
    }

    @Test
    void aKeyThatIsMistyped() throws Exception {
        Path key = patient.site.file("license.key");
        Files.writeString(key, Files.readString(key).replaceFirst("^e", "E"));

        Finding finding = wrong(patient.examined(), "key");

        assertThat(finding.seen()).contains("license.key");
        assertThat(finding.wrong()).contains("it is not accepted: ");
        assertThat(finding.toDo()).contains("exactly as it was given");
        assertThat(finding.area()).isEqualTo(Area.DATA);
    }

    @Test
    void aKeyThatAForeignerSigned() throws Exception {
        SigningKey foreigner = SigningKey.make("foreigner", new SecureRandom());
        Files.writeString(
                patient.site.file("license.key"),
                LicenseKey.issue(foreigner, UUID.randomUUID(), "4711081500000002")
                        .compact());

        Diagnosis diagnosis = patient.examined();

        assertThat(wrong(diagnosis, "key").wrong()).contains("foreigner");
        assertThat(wrong(diagnosis, "key").toDo()).contains("license.signers");
        assertThat(diagnosis.findings())
                .as("a key that is not accepted is shown to nobody")
                .anyMatch(f -> f.check().equals("definition") && f.level() == Level.SKIPPED);
    }

    @Test
    void aDefinitionThatIsStale() throws Exception {
        keep();

        Finding finding = kept(patient.examined(later(Duration.ofDays(6)), UnaryOperator.identity()));

        assertThat(finding.level()).isEqualTo(Level.FAULT);
        assertThat(finding.wrong()).contains("it is stale: nobody is let in");
        assertThat(finding.toDo()).contains("passgate license sync");
    }

    @Test
    void aDefinitionThatIsLateSaysHowLongItHolds() throws Exception {
        keep();

        Finding finding = kept(patient.examined(later(Duration.ofDays(2)), UnaryOperator.identity()));

        assertThat(finding.level()).isEqualTo(Level.WARNING);
        assertThat(finding.wrong()).contains("in 2 days, at ", "nobody is let in any more");
    }

    @Test
    void aLicenseThatEnds() throws Exception {
        keep();

        assertThat(kept(patient.examined(later(Duration.ofDays(400)), UnaryOperator.identity()))
                        .wrong())
                .contains("it has ended");
    }

    @Test
    void whatIsKeptAndDamaged() throws Exception {
        keep();
        Files.writeString(directory.resolve("data/license-answer.json"), "{");

        assertThat(kept(patient.examined()).wrong()).contains("is damaged");
    }

    @Test
    void aLicenseEnablerFileThatIsMissing() throws Exception {
        Finding finding = wrong(
                patient.examined(settings -> settings.replace(
                        "keyFile: " + patient.site.file("license.key"), "lef: " + directory.resolve("none.lef"))),
                "file");

        assertThat(finding.wrong()).contains("the License Enabler File is missing");
        assertThat(finding.toDo()).contains("passgate license import FILE");
    }

    private static Finding kept(Diagnosis diagnosis) {
        return wrong(diagnosis, "kept");
    }

    private static InstantSource later(Duration span) {
        return InstantSource.offset(SYSTEM, span);
    }

    /** As a gate keeps what it has verified. */
    private void keep() throws Exception {
        try (SiteLicense license = SiteLicense.of(
                Optional.of(patient.settings().license()),
                new SiteLicense.Surroundings(
                        directory.resolve("data"),
                        SYSTEM,
                        new SecureRandom(),
                        change -> {},
                        new Sharing(new MemoryLedger(), (terms, now) -> List.of(), shared -> {}, (number, error) -> {}),
                        GateFiles.seal(directory.resolve("data"), new SecureRandom())))) {
            LicenseStatus status = license.start().toCompletableFuture().join();
            assertThat(status.standing().state()).isEqualTo(State.VALID);
        }
    }

    private static void tunnel(ScriptedHub.Conversation client) throws IOException {
        if (!client.readHead()) {
            return;
        }
        int port = Integer.parseInt(client.head().replaceFirst("(?s)CONNECT localhost:(\\d+) .*", "$1"));
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.send("HTTP/1.1 200 Established\r\n\r\n");
            CompletableFuture<Void> there = CompletableFuture.runAsync(() -> copy(client.socket(), server));
            copy(server, client.socket());
            there.join();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException gone) {
            // one side went away, and so will the other
        }
    }
}
