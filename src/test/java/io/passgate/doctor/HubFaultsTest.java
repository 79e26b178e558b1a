package io.passgate.doctor;

import static io.passgate.doctor.Patient.answer;
import static io.passgate.doctor.Patient.hub;
import static io.passgate.doctor.Patient.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.doctor.Finding.Area;
import io.passgate.doctor.Finding.Level;
import io.passgate.testing.ScriptedHub;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hubs that cannot be reached, or do not say what they should: each fault is named, and what to do. */
@Timeout(60)
class HubFaultsTest {
    @TempDir
    static Path directory;

    private static Patient patient;

    @BeforeAll
    static void prepare() throws Exception {
        patient = new Patient(directory);
    }

    @AfterAll
    static void close() {
        patient.close();
    }

    @Test
    void aNameThatNobodyKnows() throws Exception {
        Diagnosis diagnosis = patient.examined(patient.hubAt(URI.create("http://no-such-host.invalid")));

        Finding finding = wrong(diagnosis, "name");
        assertThat(finding.wrong()).contains("the host name of the hub is not known here");
        assertThat(finding.toDo()).contains("virtualProxies[].hub", "/etc/hosts", "getent hosts no-such-host.invalid");
        assertThat(diagnosis.worstArea()).contains(Area.UNREACHABLE);
        assertThat(diagnosis.findings().stream()
                        .filter(f -> f.level() == Level.SKIPPED && f.subject().startsWith("hub")))
                .as("what rests on the name is not looked at")
                .extracting(Finding::check)
                .containsExactly("connection", "http", "clock", "who-am-I");
    }

    @Test
    void aPortAtWhichNobodyListens() throws Exception {
        int port;
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = nobody.getLocalPort();
        }

        Finding finding = wrong(patient.examined(patient.hubAt(URI.create("http://127.0.0.1:" + port))), "connection");

        assertThat(finding.wrong()).contains("nobody listens there");
        assertThat(finding.toDo()).contains("start the hub, or correct the port of virtualProxies[].hub");
    }

    @Test
    void aHubThatTakesTheConnectionAndSaysNothing() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (ScriptedHub silent = new ScriptedHub(hub -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        })) {
            Finding finding = wrong(patient.examined(patient.hubAt(silent.url())), "http");

            assertThat(finding.seen()).contains("no answer within 3 seconds");
            assertThat(finding.wrong()).contains("does not answer");
            assertThat(finding.toDo()).contains("log");
        } finally {
            end.countDown();
        }
    }

    @Test
    void aHubWhoseFirstPageNeverEndsIsSound() throws Exception {
        try (ScriptedHub endless = new ScriptedHub(hub -> {
            hub.request();
            if (hub.head().startsWith("GET /whoami")) {
                hub.send(answer(200, "{\"user\":null}"));
            } else {
                hub.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
                hub.awaitEnd();
            }
        })) {
            Diagnosis diagnosis = patient.examined(patient.hubAt(endless.url()));

            assertThat(diagnosis.worst()).as(diagnosis.toString()).isEqualTo(Level.OK);
        }
    }

    @Test
    void aChunkedAnswerToWhoAmIIsRead() throws Exception {
        try (ScriptedHub chunked = ScriptedHub.answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "8\r\n{\"user\":\r\n5;x=y\r\nnull}\r\n0\r\n\r\n")) {
            assertThat(patient.examined(patient.hubAt(chunked.url())).worst()).isEqualTo(Level.OK);
        }
    }

    @Test
    void noWhoAmIAtThatPath() throws Exception {
        Finding finding = whoAmI(404, "not here");

        assertThat(finding.wrong()).contains("no who-am-I endpoint at /whoami");
        assertThat(finding.toDo()).contains("identity[].askHub.path");
        assertThat(finding.area()).isEqualTo(Area.CONFIGURATION);
    }

    @Test
    void aHubThatIsInTroubleItself() throws Exception {
        Finding finding = whoAmI(500, "oops");

        assertThat(finding.wrong()).contains("the hub is in trouble itself");
        assertThat(finding.area()).isEqualTo(Area.UNREACHABLE);
    }

    @Test
    void aHubThatTurnsAwayWithAStatusThatThePresetDoesNotKnow() throws Exception {
        Finding finding = whoAmI(302, "", "Location: /login");

        assertThat(finding.seen()).contains("/whoami is answered with 302, to /login");
        assertThat(finding.toDo()).contains("write 302 into identity[].askHub.nobody.statuses");
    }

    @Test
    void aHubThatNamesAUserToWhoShowsNoCredential() throws Exception {
        Finding finding = whoAmI(200, "{\"user\":{\"directory\":\"DEMO\",\"id\":\"ana\"}}");

        assertThat(finding.wrong()).contains("everybody would be that user").contains("DEMO\\ana");
        assertThat(finding.toDo()).contains("identity[].askHub.nobody");
    }

    @Test
    void aPageWhereWhoAmIShouldBe() throws Exception {
        assertThat(whoAmI(200, "<html>").wrong()).contains("is not JSON");
    }

    @Test
    void aReceiverOfAlertsThatIsNotThereIsToldByItsHostAlone() throws Exception {
        Path secret = Files.writeString(directory.resolve("hook.secret"), "0123456789abcdef");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        UnaryOperator<String> hooked;
        int port;
        try (ScriptedHub receiver = hub(200, "")) {
            port = receiver.port();
            String url = "http://127.0.0.1:" + port + "/token-of-ours";
            hooked = settings ->
                    settings + "alerts: { webhooks: [ { url: \"%s\", secretFile: %s } ] }\n".formatted(url, secret);

            assertThat(patient.examined(hooked).worst()).isEqualTo(Level.OK);
            assertThat(receiver.received()).as("nothing is posted").isEmpty();
        }

        Finding finding = wrong(patient.examined(hooked), "connection");

        assertThat(finding.subject()).isEqualTo("webhook 127.0.0.1:" + port);
        assertThat(finding.toDo()).contains("start the receiver of alerts", "alerts.webhooks[].url");
        assertThat(finding.toString()).doesNotContain("token-of-ours");
    }

    private static Finding whoAmI(int status, String body, String... fields) throws Exception {
        try (ScriptedHub other = hub(status, body, fields)) {
            return wrong(patient.examined(patient.hubAt(other.url())), "who-am-I");
        }
    }
}
