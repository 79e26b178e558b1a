package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 §10.1.1: a body that waits for permission. */
@ExtendWith(LeakCheck.class)
class ExpectContinueHazardTest {
    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
    private static final String POST = "POST /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: "
            + Ground.SMUGGLED.length() + "\r\n\r\n";

    @Test
    void bodyComesWhenTheHubSaysSo() {
        try (Ground ground = Ground.before(hub -> {
                    hub.readHead();
                    hub.send(CONTINUE);
                    hub.read(Ground.SMUGGLED.length());
                    hub.send(Ground.OK);
                    hub.request();
                    hub.send(Ground.OK);
                    hub.awaitEnd();
                });
                RawClient client = ground.client()) {
            client.send(POST);
            assertThat(client.readAnswer()).isEqualTo(CONTINUE);
            client.send(Ground.SMUGGLED);
            assertThat(client.readAnswer()).isEqualTo(Ground.OK);
            client.send("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readAnswer()).isEqualTo(Ground.OK);
            assertThat(ground.hub.conversations()).hasSize(1);
            assertThat(ground.hub.received()).startsWith("POST /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n");
        }
    }

    @Test
    void bodyMayComeWithoutWaiting() {
        try (Ground ground = new Ground();
                RawClient client = ground.client()) {
            client.send(POST + Ground.SMUGGLED + "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readAnswer()).isEqualTo(Ground.OK);
            assertThat(client.readAnswer()).isEqualTo(Ground.OK);
            assertThat(ground.hub.received()).containsSubsequence("POST /a ", "\r\n\r\n" + Ground.SMUGGLED, "GET /2 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"200 OK", "401 Unauthorized", "417 Expectation Failed", "307 Temporary Redirect"})
    void finalAnswerWithoutPermissionIsTheLastOne(String status) {
        try (Ground ground = Ground.before(hub -> {
                    hub.readHead();
                    hub.send("HTTP/1.1 " + status + "\r\nContent-Length: 2\r\n\r\nno");
                    hub.awaitEnd();
                });
                RawClient client = ground.client()) {
            client.send(POST);
            assertThat(client.readAnswer())
                    .isEqualTo("HTTP/1.1 " + status + "\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno");
            client.send(Ground.SMUGGLED);
            assertThat(client.ended())
                    .as("whether what comes now is the body nobody can tell")
                    .isTrue();
            await().until(() -> ground.hub.conversations().get(0).ended());
            assertThat(ground.hub.received()).doesNotContain("smuggled");
        }
    }

    @Test
    void bodyThatCameAfterPermissionIsReadToItsEndBeforeTheNextRequest() {
        try (Ground ground = Ground.before(hub -> {
                    hub.readHead();
                    if (hub.head().startsWith("POST ")) {
                        hub.send(CONTINUE);
                        hub.read(5);
                        hub.send("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
                    } else {
                        hub.send(Ground.OK);
                    }
                    hub.awaitEnd();
                });
                RawClient client = ground.client()) {
            client.send(POST);
            assertThat(client.readAnswer()).isEqualTo(CONTINUE);
            client.send(Ground.SMUGGLED.substring(0, 5));
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 413 ");
            client.send(Ground.SMUGGLED.substring(5) + "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readAnswer()).isEqualTo(Ground.OK);
            assertThat(ground.hub.received()).doesNotContain("smuggled").contains("GET /2 ");
        }
    }

    @Test
    void refusalOfTheGateIsTheLastAnswerToo() {
        ScriptedHub hub = ScriptedHub.answering(Ground.OK);
        TestGate gate = new TestGate(hub.url())
                .gatekeeper(exchange -> exchange.answer(new LocalAnswer(403, List.of(), new byte[0])));
        try (Ground ground = new Ground(hub, gate);
                RawClient client = ground.client()) {
            client.send(POST);
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 403 ").contains("\r\nConnection: close\r\n");
            client.send(Ground.SMUGGLED);
            assertThat(client.ended()).isTrue();
            assertThat(hub.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 0\r\n\r\n",
                "POST /a HTTP/1.0\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi"
            })
    void expectationOfNothingStaysBehind(String request) {
        try (Ground ground = new Ground();
                RawClient client = ground.client()) {
            client.send(request);
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 200 ");
            assertThat(ground.hub.received()).doesNotContain("Expect");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"200-ok", "100-continue, 100-continue", "100-continue;q=1", "", "x=100-continue"})
    void otherExpectationIsRefused(String value) {
        try (Ground ground = new Ground()) {
            ground.refuses(
                    417,
                    "expect",
                    "POST /a HTTP/1.1\r\nHost: a\r\nExpect: " + value + "\r\nContent-Length: 2\r\n\r\nhi");
        }
    }

    @Test
    void expectationSentTwiceReachesTheHubOnceOrIsRefused() {
        try (Ground ground = new Ground()) {
            String answer = RawClient.exchange(
                    ground.gate.address(),
                    "POST /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\nExpect: 200-ok\r\n"
                            + "Content-Length: 2\r\n\r\nhi");
            assertThat(answer).startsWith("HTTP/1.1 417 ");
        }
    }
}
