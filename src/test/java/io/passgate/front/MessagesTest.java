package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The message forms of HTTP/1.1 that are easy to get wrong: interim answers, answers without a body, old clients, trailers. */
@ExtendWith(LeakCheck.class)
class MessagesTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @Test
    void clientThatAsksMayGoOnWhenTheHubSaysSo() {
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    c.readHead();
                    c.send("HTTP/1.1 100 Continue\r\n\r\n");
                    c.read(4);
                    c.send(OK);
                });
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.readHead()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            client.send("body");
            assertThat(client.readAnswer()).isEqualTo(OK);
            assertThat(hub.received()).contains("Expect: 100-continue\r\n").endsWith("body");
        }
    }

    @Test
    void clientThatMayNotGoOnHearsTheFinalAnswer() {
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    c.readHead();
                    c.send("HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n");
                    c.awaitEnd();
                });
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.readToEnd())
                    .isEqualTo("HTTP/1.1 417 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
    }

    @Test
    void interimAnswersPassInFrontOfTheFinalOne() {
        try (ScriptedHub hub = ScriptedHub.answering(
                        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n" + OK);
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            client.send(GET);
            assertThat(client.readHead()).isEqualTo("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
            assertThat(client.readHead()).isEqualTo("HTTP/1.1 102 Processing\r\n\r\n");
            assertThat(client.readAnswer()).isEqualTo(OK);
        }
    }

    @Test
    void oldClientGetsNoInterimAnswerAndNoChunks() {
        try (ScriptedHub hub = ScriptedHub.answering(
                        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\nX-Sum: 1\r\n\r\n");
                TestGate gate = TestGate.before(hub.url())) {
            assertThat(RawClient.exchange(gate.address(), "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"))
                    .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabcde");
            assertThat(hub.received()).startsWith("GET / HTTP/1.1\r\nHost: 127.0.0.1:" + hub.port() + "\r\n");
        }
    }

    @Test
    void oldClientMayKeepItsConnection() {
        try (ScriptedHub hub = ScriptedHub.answering(OK);
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            for (int i = 0; i < 2; i++) {
                client.send("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n");
                assertThat(client.readAnswer())
                        .contains("Connection: keep-alive\r\n")
                        .endsWith("ok");
            }
            client.send("GET / HTTP/1.0\r\nHost: a\r\n\r\n");
            assertThat(client.readToEnd()).contains("Connection: close\r\n").endsWith("ok");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 77\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\n\r\n",
            })
    void answerWithoutABodyEndsWithItsHead(String answer) {
        try (ScriptedHub hub = ScriptedHub.answering(answer);
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            client.send(GET + GET);
            assertThat(client.readAnswer()).isEqualTo(answer);
            assertThat(client.readAnswer()).isEqualTo(answer);
            assertThat(hub.conversations()).hasSize(1);
        }
    }

    @Test
    void answerToHeadEndsWithItsHead() {
        try (ScriptedHub hub = ScriptedHub.answering("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            for (int i = 0; i < 2; i++) {
                client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(client.readAnswer(true)).isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            }
            assertThat(hub.conversations()).hasSize(1);
        }
    }

    @Test
    void trailersPassBothWaysWithoutIdentityFields() {
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    c.readHead();
                    c.readUntil("0\r\nX-Sum: 1\r\n\r\n", "");
                    c.send(
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-End\r\n\r\n1\r\na\r\n0\r\nX-End: 2\r\n\r\n");
                    c.awaitEnd();
                });
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            client.send(
                    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nz\r\n0\r\nX-Qlik-User: evil\r\nX-Sum: 1\r\nX_Passgate_User: evil\r\n\r\n");
            assertThat(client.readAnswer()).contains("Trailer: X-End").endsWith("1\r\na\r\n0\r\nX-End: 2\r\n\r\n");
            assertThat(hub.received()).doesNotContain("evil");
        }
    }

    @Test
    void answerThatEndsWithTheConnectionEndsTheClients() {
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    c.request();
                    c.send("HTTP/1.0 200 OK\r\n\r\nall of it");
                });
                TestGate gate = TestGate.before(hub.url())) {
            assertThat(RawClient.exchange(gate.address(), GET))
                    .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it");
        }
    }

    @Test
    void malformedBodyIsRefusedAndTheHubSeesNoEndOfIt() {
        try (ScriptedHub hub = ScriptedHub.answering(OK);
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcX\r\n0\r\n\r\n" + GET);
            assertThat(client.readToEnd())
                    .startsWith("HTTP/1.1 400 ")
                    .contains("\"reason\":\"chunk\"")
                    .doesNotContain("200 OK");
        }
    }

    @Test
    void requestThatArrivesByteByByteIsServed() {
        try (ScriptedHub hub = ScriptedHub.answering(OK);
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            String request = "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
            request.chars().forEach(c -> client.send(String.valueOf((char) c)));
            assertThat(client.readAnswer()).isEqualTo(OK);
            assertThat(hub.received()).endsWith("3\r\nabc\r\n0\r\n\r\n");
        }
    }

    @Test
    void answerThatArrivesByteByByteIsPassedOn() {
        String answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    while (c.request()) {
                        for (int i = 0; i < answer.length(); i++) {
                            c.send(answer.substring(i, i + 1));
                        }
                    }
                });
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            for (int i = 0; i < 3; i++) {
                client.send(GET);
                assertThat(client.readAnswer()).isEqualTo(answer);
            }
        }
    }
}
