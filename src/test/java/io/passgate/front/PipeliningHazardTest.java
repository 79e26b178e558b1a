package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import java.net.SocketTimeoutException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 §9.3.2, §11.2: requests behind one another on one connection. */
@ExtendWith(LeakCheck.class)
class PipeliningHazardTest {
    private static Ground echoing() {
        return Ground.before(hub -> {
            while (hub.request()) {
                String target = hub.head().split(" ", 3)[1];
                hub.send("HTTP/1.1 200 OK\r\nContent-Length: " + target.length() + "\r\n\r\n" + target);
            }
        });
    }

    @Test
    void hundredAtOnceAreAnsweredInOrder() {
        try (Ground ground = echoing();
                RawClient client = ground.client()) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                all.append(
                        i % 3 == 0
                                ? "GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n"
                                : i % 3 == 1
                                        ? "POST /" + i + " HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
                                        : "PUT /" + i
                                                + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n");
            }
            client.send(all.toString());

            for (int i = 0; i < 100; i++) {
                assertThat(client.readAnswer()).endsWith("\r\n\r\n/" + i);
            }
        }
    }

    @Test
    void nextRequestReachesTheHubOnlyAfterTheAnswerBefore() {
        try (Ground ground = Ground.before(hub -> {
                    hub.readHead();
                    hub.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nfir");
                    hub.socket().setSoTimeout(300);
                    String early = "none";
                    try {
                        early = "byte " + hub.readByte();
                    } catch (SocketTimeoutException nothing) {
                        hub.socket().setSoTimeout(0);
                    }
                    hub.send(early.equals("none") ? "st!" : "bad");
                    hub.readHead();
                    hub.send(Ground.OK);
                    hub.awaitEnd();
                });
                RawClient client = ground.client()) {
            client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(client.readAnswer()).endsWith("first!");
            assertThat(client.readAnswer()).isEqualTo(Ground.OK);
        }
    }

    @Test
    void nothingBehindAMalformedRequestIsServed() {
        try (Ground ground = echoing()) {
            String answer = RawClient.exchange(
                    ground.gate.address(),
                    "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost : a\r\n\r\n" + Ground.SMUGGLED);

            assertThat(answer).startsWith("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n/1HTTP/1.1 400 ");
            assertThat(answer.split("HTTP/1\\.1 [0-9]{3} ", -1)).hasSize(3);
            assertThat(ground.hub.received()).startsWith("GET /1 ").containsOnlyOnce(" HTTP/1.1\r\n");
        }
    }

    @Test
    void nothingBehindTheLastRequestIsServed() {
        try (Ground ground = echoing()) {
            String answer = RawClient.exchange(
                    ground.gate.address(), "GET /1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" + Ground.SMUGGLED);

            assertThat(answer).isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n/1");
            assertThat(ground.hub.received()).containsOnlyOnce(" HTTP/1.1\r\n");
        }
    }

    @Test
    void nothingBehindAnAnswerThatEndsWithTheConnectionIsServed() {
        try (Ground ground = Ground.before(hub -> {
            hub.readHead();
            hub.send("HTTP/1.1 200 OK\r\n\r\nuntil close");
        })) {
            String answer =
                    RawClient.exchange(ground.gate.address(), "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n" + Ground.SMUGGLED);

            assertThat(answer).isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil close");
            assertThat(ground.hub.received()).doesNotContain("smuggled");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "DELETE", "OPTIONS", "PROPFIND"})
    void bodyThatLooksLikeARequestIsNotTakenForOne(String method) {
        try (Ground ground = new Ground();
                RawClient client = ground.client()) {
            client.send(method + " /1 HTTP/1.1\r\nHost: a\r\nContent-Length: " + Ground.SMUGGLED.length() + "\r\n\r\n"
                    + Ground.SMUGGLED);
            client.readHead();
            if (!method.equals("HEAD")) {
                assertThat(client.read(2)).isEqualTo("ok");
                client.send("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(client.readAnswer()).isEqualTo(Ground.OK);
                assertThat(ground.hub.received())
                        .containsSubsequence(method + " /1 ", "\r\n\r\n" + Ground.SMUGGLED, "GET /2 ");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 37\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n  ",
                "Transfer-Encoding: chunked\r\n\r\n25\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n  \r\n0\r\n\r\n"
            })
    void bodyOfARequestThatTheGateAnswersIsNotTakenForOne(String body) {
        ScriptedHub hub = ScriptedHub.answering(Ground.OK);
        TestGate gate = new TestGate(hub.url()).gatekeeper(exchange -> {
            if (exchange.head().path().equals("/refused")) {
                exchange.answer(new LocalAnswer(403, List.of(), new byte[] {'n', 'o'}));
            } else {
                exchange.pass(Passage.PLAIN);
            }
        });
        try (Ground ground = new Ground(hub, gate);
                RawClient client = ground.client()) {
            client.send("POST /refused HTTP/1.1\r\nHost: a\r\n" + body + "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(client.readAnswer()).startsWith("HTTP/1.1 403 ").endsWith("\r\n\r\nno");
            assertThat(client.readAnswer()).isEqualTo(Ground.OK);
            assertThat(hub.received()).startsWith("GET /2 ").containsOnlyOnce(" HTTP/1.1\r\n");
        }
    }

    @Test
    void bodyTooLongToThrowAwayEndsTheConnection() {
        ScriptedHub hub = ScriptedHub.answering(Ground.OK);
        TestGate gate = new TestGate(hub.url())
                .gatekeeper(exchange -> exchange.answer(new LocalAnswer(403, List.of(), new byte[0])));
        try (Ground ground = new Ground(hub, gate)) {
            String answer = RawClient.exchange(
                    ground.gate.address(),
                    "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 400000\r\n\r\n" + "x".repeat(400_000)
                            + Ground.SMUGGLED);

            assertThat(answer).startsWith("HTTP/1.1 403 ");
            assertThat(answer.split("HTTP/1\\.1 [0-9]{3} ", -1)).hasSize(2);
            assertThat(hub.received()).isEmpty();
        }
    }
}
