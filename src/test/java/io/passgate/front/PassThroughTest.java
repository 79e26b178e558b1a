package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class PassThroughTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Of-Hub: yes\r\n\r\nok";

    @Test
    void requestReachesTheHubAndItsAnswerTheClient() {
        try (ScriptedHub hub = ScriptedHub.answering(OK);
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            client.send("GET /a?b=c HTTP/1.1\r\nHost: gate.example\r\nCookie: x=1\r\n\r\n");

            assertThat(client.readAnswer()).isEqualTo(OK);
            assertThat(hub.received())
                    .isEqualTo(String.join(
                            "\r\n",
                            "GET /a?b=c HTTP/1.1",
                            "Host: gate.example",
                            "Cookie: x=1",
                            "X-Forwarded-For: 127.0.0.1",
                            "X-Forwarded-Proto: http",
                            "Forwarded: for=127.0.0.1;proto=http;host=\"gate.example\"",
                            "X-Forwarded-Host: gate.example",
                            "X-Forwarded-Port: 80",
                            "",
                            ""));
        }
    }

    @Test
    void requestsOfOneClientShareOneHubConnection() {
        try (ScriptedHub hub = ScriptedHub.answering(OK);
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            for (int i = 0; i < 5; i++) {
                client.send("GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(client.readAnswer()).isEqualTo(OK);
            }
            assertThat(hub.conversations()).hasSize(1);
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() {
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    while (c.request()) {
                        String path = c.head().split(" ", 3)[1];
                        c.send("HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
                    }
                });
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
                    + "GET /3 HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(client.readAnswer()).endsWith("\r\n\r\n/1");
            assertThat(client.readAnswer()).endsWith("\r\n\r\n/2");
            assertThat(client.readAnswer()).endsWith("\r\n\r\n/3");
        }
    }

    @Test
    void chunkedBodiesPassBothWays() {
        try (ScriptedHub hub = ScriptedHub.answering(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nwxyz\r\n0\r\n\r\n");

            assertThat(client.readAnswer()).endsWith("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
            assertThat(hub.received()).endsWith("\r\n\r\n4\r\nwxyz\r\n0\r\n\r\n");
        }
    }

    @Test
    void malformedRequestIsRefusedAndTheConnectionClosed() {
        try (ScriptedHub hub = ScriptedHub.answering(OK);
                TestGate gate = TestGate.before(hub.url())) {
            String answer = RawClient.exchange(
                    gate.address(),
                    "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n");

            assertThat(answer).startsWith("HTTP/1.1 400 ").contains("Connection: close", "length-and-encoding");
            assertThat(hub.received()).isEmpty();
        }
    }

    @Test
    void hubThatIsDownIsABadGateway() {
        ScriptedHub hub = ScriptedHub.answering(OK);
        hub.close();
        try (TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(client.readAnswer()).startsWith("HTTP/1.1 502 ").contains("X-Request-Id: ", "hub-unreachable");
        }
    }
}
