package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 §7.8, RFC 6455 §4: only a WebSocket that was asked for and rightly accepted becomes a tunnel. */
@ExtendWith(LeakCheck.class)
class UpgradeHazardTest {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

    private static Ground answering(String answer) {
        return Ground.before(hub -> {
            while (hub.readHead()) {
                hub.send(hub.head().startsWith("GET /sound ") ? Ground.OK : answer);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                GET,
                "GET /a HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
            })
    void switchNobodyAskedForIsABadGateway(String request) {
        try (Ground ground = answering(Ws.ACCEPT + "and bytes of another protocol");
                RawClient client = ground.client()) {
            client.send(request);
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 502 ").contains("hub-malformed");
            ground.assertServesOthers();
            assertThat(ground.hub.conversations()).hasSize(2);
            assertThat(ground.hub.received()).doesNotContainIgnoringCase("upgrade");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: Upgrade\r\nUpgrade: websocket\r\n",
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n",
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: S3PPLMBITXAQ9KYGZZHZRBK+XOO=\r\n",
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
                        + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n",
                "Connection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n",
                "Upgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n",
                "Connection: Upgrade\r\nUpgrade: h2c\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n",
                "Connection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 5\r\n"
                        + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
            })
    void switchThatDoesNotFitTheRequestIsABadGateway(String fields) {
        try (Ground ground = answering("HTTP/1.1 101 Switching Protocols\r\n" + fields + "\r\nframes");
                RawClient client = ground.client()) {
            client.send(Ws.REQUEST);
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 502 ").contains("hub-malformed");
            ground.assertServesOthers();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-WebSocket-Version: 13\r\n",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 8\r\n",
                "Sec-WebSocket-Key: short\r\nSec-WebSocket-Version: 13\r\n",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZSE=\r\nSec-WebSocket-Version: 13\r\n",
                "Sec-WebSocket-Key: !!hlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + "Sec-WebSocket-Version: 13\r\n",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Version: 13\r\n"
            })
    void handshakeThatIsNotOneIsRefused(String fields) {
        try (Ground ground = new Ground()) {
            ground.refuses(
                    400,
                    "websocket",
                    "GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" + fields + "\r\n");
        }
    }

    @Test
    void handshakeReachesTheHubWithNothingAddedButTheUsual() {
        try (Ground ground = answering(Ws.ACCEPT);
                RawClient client = ground.client()) {
            client.send(Ws.REQUEST);

            assertThat(client.readHead()).isEqualTo(Ws.ACCEPT);
            assertThat(ground.hub.received())
                    .isEqualTo("GET /ws HTTP/1.1\r\nHost: a\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                            + "Sec-WebSocket-Version: 13\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + Ground.forwarded() + "\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"200 OK", "401 Unauthorized", "403 Forbidden", "426 Upgrade Required", "503 Busy"})
    void anyOtherAnswerIsAnOrdinaryOne(String status) {
        String answer = "HTTP/1.1 " + status + "\r\nContent-Length: 2\r\n\r\nno";
        try (Ground ground = answering(answer);
                RawClient client = ground.client()) {
            client.send(Ws.REQUEST);
            assertThat(client.readAnswer()).isEqualTo(answer);
            client.send("GET /sound HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readAnswer()).isEqualTo(Ground.OK);
        }
    }

    @Test
    void framesSentTooEarlyWaitForTheSwitch() {
        byte[] early = Ws.masked(Ws.FIN | Ws.TEXT, "early");
        try (Ground ground = Ground.before(hub -> {
                    hub.readHead();
                    hub.socket().setSoTimeout(200);
                    try {
                        hub.readByte();
                        hub.send("HTTP/1.1 500 Early Bytes\r\nContent-Length: 0\r\n\r\n");
                    } catch (SocketTimeoutException nothing) {
                        hub.socket().setSoTimeout(10_000);
                        hub.send(Ws.ACCEPT);
                        hub.read(early.length);
                        hub.send(Ws.frame(Ws.FIN | Ws.TEXT, "seen"));
                        hub.awaitEnd();
                    }
                });
                RawClient client = ground.client()) {
            client.send(Ws.join(Ws.REQUEST.getBytes(StandardCharsets.ISO_8859_1), early));

            assertThat(client.readHead()).isEqualTo(Ws.ACCEPT);
            assertThat(client.readBytes(6)).isEqualTo(Ws.frame(Ws.FIN | Ws.TEXT, "seen"));
        }
    }

    @Test
    void framesBehindARefusedSwitchAreNoRequest() {
        try (Ground ground = answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
                RawClient client = ground.client()) {
            client.send(Ws.REQUEST).send(Ws.masked(Ws.FIN | Ws.TEXT, "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"));

            assertThat(client.readAnswer()).startsWith("HTTP/1.1 403 ");
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 400 ");
            assertThat(client.ended()).isTrue();
            assertThat(ground.hub.received()).containsOnlyOnce(" HTTP/1.1\r\n");
        }
    }
}
