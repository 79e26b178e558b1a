package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.passgate.hub.HubPool;
import io.passgate.hub.HubSettings;
import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import io.passgate.testing.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class TlsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: gate.example\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir
    private static Path directory;

    private static TestCertificates ours;
    private static TestCertificates strangers;

    @BeforeAll
    static void makeCertificates() throws IOException {
        ours = TestCertificates.in(directory);
        strangers = TestCertificates.in(Files.createDirectory(directory.resolve("strangers")));
    }

    private static SSLSocket socket(SSLContext context, TestGate gate, String... protocols) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket("127.0.0.1", gate.address().getPort());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        parameters.setProtocols(protocols);
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static TestGate tlsGate(URI hub) {
        return new TestGate(hub).listener(ListenerSettings.tls(ANY_PORT, ours.certificate(), ours.key()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void clientIsServedOverTls(String protocol) throws IOException {
        try (ScriptedHub hub = ScriptedHub.answering(OK);
                TestGate gate = tlsGate(hub.url()).start();
                SSLSocket socket = socket(ours.context(), gate, protocol);
                RawClient client = new RawClient(socket, gate.address())) {
            for (int i = 0; i < 3; i++) {
                client.send(GET);
                assertThat(client.readAnswer()).isEqualTo(OK);
            }
            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
            assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
            assertThat(hub.received())
                    .contains(
                            "X-Forwarded-Proto: https\r\n",
                            "X-Forwarded-Port: 443\r\n",
                            "proto=https;host=\"gate.example\"");
            client.send("GET / HTTP/1.1\r\nHost: gate.example\r\nConnection: close\r\n\r\n");
            assertThat(client.readToEnd()).endsWith("Connection: close\r\n\r\nok");
        }
    }

    @Test
    void clearTextAtATlsListenerIsNotServed() {
        try (ScriptedHub hub = ScriptedHub.answering(OK);
                TestGate gate = tlsGate(hub.url()).start()) {
            assertThat(RawClient.exchange(gate.address(), GET)).doesNotContain("HTTP/1.1 200");
            assertThat(hub.conversations()).isEmpty();
        }
    }

    @Test
    void hubIsReachedOverTls() {
        try (ScriptedHub hub = new ScriptedHub(ours.context().getServerSocketFactory(), true, c -> {
                    while (c.request()) {
                        c.send(OK);
                    }
                });
                TestGate gate = new TestGate(hub.url()).hub(TlsTest::trustingUs).start();
                RawClient client = new RawClient(gate.address())) {
            for (int i = 0; i < 3; i++) {
                client.send(GET);
                assertThat(client.readAnswer()).isEqualTo(OK);
            }
            assertThat(hub.conversations()).hasSize(1);
        }
    }

    @Test
    void hubWithAStrangersCertificateIsNotSpokenTo() {
        try (ScriptedHub hub = new ScriptedHub(strangers.context().getServerSocketFactory(), true, c -> {
                    while (c.request()) {
                        c.send(OK);
                    }
                });
                TestGate gate = new TestGate(hub.url()).hub(TlsTest::trustingUs).start();
                RawClient client = new RawClient(gate.address())) {
            client.send(GET);
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 502 ").contains("hub-tls");
            assertThat(hub.received()).isEmpty();
        }
    }

    private static HubSettings trustingUs(HubSettings s) {
        return new HubSettings(
                s.urls(),
                Optional.of(ours.authority()),
                s.host(),
                s.connectTimeout(),
                s.responseTimeout(),
                s.poolSize(),
                s.idle(),
                s.limits());
    }

    @Test
    void webSocketRunsOverTlsOnBothLegs() throws IOException {
        try (ScriptedHub hub = new ScriptedHub(ours.context().getServerSocketFactory(), true, c -> {
                    c.request();
                    c.send(WebSocketTest.SWITCHED + "\u0082~\u0010\0" + "x".repeat(4096));
                    c.awaitEnd();
                });
                TestGate gate = tlsGate(hub.url()).hub(TlsTest::trustingUs).start();
                SSLSocket socket = socket(ours.context(), gate, "TLSv1.3");
                RawClient client = new RawClient(socket, gate.address())) {
            client.send(WebSocketTest.UPGRADE).readHead();
            assertThat(client.read(4100)).endsWith("x".repeat(4096));
        }
    }

    @Test
    void strangerDoesNotTrustTheGate() throws IOException {
        try (ScriptedHub hub = ScriptedHub.answering(OK);
                TestGate gate = tlsGate(hub.url()).start();
                SSLSocket socket = socket(strangers.context(), gate, "TLSv1.3")) {
            Assertions.assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(socket::startHandshake);
        }
    }

    @Test
    void redirectingListenerSendsToTls() {
        try (ScriptedHub hub = ScriptedHub.answering(OK);
                TestGate gate = new TestGate(hub.url())
                        .listener(ListenerSettings.redirect(ANY_PORT, 8443))
                        .start();
                RawClient client = new RawClient(gate.address())) {
            client.send("GET /a/../b?c=d HTTP/1.1\r\nHost: gate.example:8080\r\n\r\n");
            assertThat(client.readAnswer())
                    .startsWith("HTTP/1.1 308 ")
                    .contains("Location: https://gate.example:8443/b?c=d\r\n");
            assertThat(hub.conversations()).isEmpty();
        }
    }

    @Test
    void unusableFilesAreNamed() {
        Path missing = directory.resolve("missing.pem");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TestGate(URI.create("http://127.0.0.1:1"))
                        .listener(ListenerSettings.tls(ANY_PORT, missing, ours.key()))
                        .start())
                .withMessageContaining("missing.pem");
        HubSettings settings = HubSettings.of(List.of(URI.create("https://127.0.0.1:1")));
        HubSettings untrusting = new HubSettings(
                settings.urls(),
                Optional.of(missing),
                settings.host(),
                settings.connectTimeout(),
                settings.responseTimeout(),
                1,
                settings.idle(),
                settings.limits());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HubPool(untrusting))
                .withMessageContaining("missing.pem");
    }
}
