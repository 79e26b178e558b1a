package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 §7.6.1: what concerns one connection stays on it, in both directions. */
@ExtendWith(LeakCheck.class)
class HopByHopHazardTest {
    private static final String PLAIN = "GET /a HTTP/1.1\r\nHost: a\r\nX: y\r\n";

    private static void stripped(String fields) {
        try (Ground ground = new Ground()) {
            ground.passes(PLAIN + fields + "\r\n", PLAIN + Ground.forwarded() + "\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: keep-alive\r\n",
                "Keep-Alive: timeout=5\r\n",
                "Proxy-Connection: keep-alive\r\n",
                "Proxy-Authorization: Basic YTpi\r\n",
                "Proxy-Authenticate: Basic\r\n",
                "TE: trailers\r\nConnection: TE\r\n",
                "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\nConnection: Upgrade, HTTP2-Settings\r\n",
                "Upgrade: TLS/1.0\r\n",
                "CONNECTION: x-hop\r\nx-HOP: 1\r\n",
                "X-Hop: 1\r\nX-Hop: 2\r\nConnection: keep-alive ,\t X-Hop ,, \r\n",
                "Connection: x-one\r\nX-One: 1\r\nConnection: x-two\r\nX-Two: 2\r\n",
                "X_Hop: 1\r\nConnection: x-hop\r\n",
                "Connection: accept\r\nAccept: */*\r\n",
                "Connection: absent\r\n",
                "Connection:\r\n",
                "Keep_Alive: timeout=5\r\nProxy_Connection: keep-alive\r\n"
            })
    void fieldsOfTheClientsConnectionDoNotReachTheHub(String fields) {
        stripped(fields);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host",
                "Cookie",
                "AUTHORIZATION",
                "content-length",
                "Transfer-Encoding",
                "connection",
                "HOST",
                "keep-alive, host",
                "close,cookie",
                "x-a, Authorization, x-b",
                "content_length",
                "transfer_encoding"
            })
    void namingAFieldThatDecidesIsRefused(String named) {
        try (Ground ground = new Ground()) {
            ground.refuses(
                    400,
                    "connection",
                    "GET /a HTTP/1.1\r\nHost: a\r\nCookie: c=d\r\nAuthorization: Basic YTpi\r\nConnection: " + named
                            + "\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x y", "x;y", "\"host\"", "x/y", "(host)", "h\u00f6st"})
    void namingWhatIsNoFieldNameIsRefused(String named) {
        try (Ground ground = new Ground()) {
            ground.refuses(400, "connection", "GET /a HTTP/1.1\r\nHost: a\r\nConnection: " + named + "\r\n\r\n");
        }
    }

    @Test
    void namingIdentityOrForwardedFieldsKeepsNoneAndAddsNone() {
        stripped(
                "Connection: X-Forwarded-For, X-Qlik-User, Forwarded\r\nX-Forwarded-For: 1.2.3.4\r\nX-Qlik-User: b\r\n");
    }

    @Test
    void fieldsOfTheHubsConnectionDoNotReachTheClient() {
        try (Ground ground = new Ground(ScriptedHub.answering("HTTP/1.1 200 OK\r\nConnection: keep-alive, X-Hop\r\n"
                        + "Keep-Alive: timeout=5\r\nProxy-Authenticate: Basic\r\nProxy-Connection: keep-alive\r\nTE: x\r\n"
                        + "Upgrade: h2c\r\nX-Hop: 1\r\nX: y\r\nContent-Length: 2\r\n\r\nok"));
                RawClient client = ground.client()) {
            client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(client.readAnswer()).isEqualTo("HTTP/1.1 200 OK\r\nX: y\r\nContent-Length: 2\r\n\r\nok");
        }
    }

    @Test
    void theyDoNotReachItInTheAnswerThatOpensAWebSocketEither() {
        try (Ground ground = Ground.before(hub -> {
                    hub.readHead();
                    hub.send(Ws.ACCEPT.replace(
                            "Connection: Upgrade\r\n", "Connection: Upgrade, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: 5\r\n"));
                    hub.awaitEnd();
                });
                RawClient client = Ws.open(ground)) {
            assertThat(client.socket().isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: close\r\n",
                "Connection: x, CLOSE\r\n",
                "Connection: keep-alive\r\nConnection: close\r\n"
            })
    void clientThatWantsToCloseIsClosedAndItsHubConnectionKept(String fields) {
        try (Ground ground = new Ground()) {
            assertThat(RawClient.exchange(ground.gate.address(), PLAIN + fields + "\r\n"))
                    .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
            ground.assertServesOthers();
            assertThat(ground.hub.conversations()).hasSize(1);
            assertThat(ground.hub.received()).doesNotContain("Connection:");
        }
    }

    @Test
    void clientOfHttp10IsKeptOnlyWhereItAsks() {
        try (Ground ground = new Ground();
                RawClient client = ground.client()) {
            client.send("GET /a HTTP/1.0\r\nHost: a\r\nConnection: Keep-Alive\r\n\r\n");
            assertThat(client.readAnswer())
                    .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok");
            client.send("GET /a HTTP/1.0\r\nHost: a\r\n\r\n");
            assertThat(client.readToEnd())
                    .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
        }
    }
}
