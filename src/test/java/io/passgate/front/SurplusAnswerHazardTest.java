package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 §11.1: bytes a hub sends beyond its answer must never become the answer to somebody else. */
@ExtendWith(LeakCheck.class)
class SurplusAnswerHazardTest {
    private static final String FORGED = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged";

    private static String get(Ground ground, String method) {
        try (RawClient client = ground.client()) {
            client.send(method + " /a HTTP/1.1\r\nHost: a\r\n\r\n");
            return client.readAnswer(method.equals("HEAD"));
        }
    }

    /** A hub that answers the first request with these bytes, and with a forged answer whoever else asks on that connection. */
    private static Ground poisoned(String first) {
        return Ground.before(hub -> {
            hub.request();
            if (hub.head().startsWith("GET /sound ")) {
                hub.send(Ground.OK);
            } else {
                hub.send(first);
                if (hub.request()) {
                    hub.send(FORGED);
                }
            }
            hub.awaitEnd();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" + FORGED,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n" + FORGED,
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" + FORGED,
                "HTTP/1.1 204 No Content\r\n\r\n" + FORGED,
                "HTTP/1.1 204 No Content\r\nContent-Length: 44\r\n\r\n" + FORGED,
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 44\r\n\r\n" + FORGED,
                "HTTP/1.1 304 Not Modified\r\n\r\nx"
            })
    void bytesBehindAnAnswerCloseItsConnection(String answers) {
        try (Ground ground = poisoned(answers)) {
            assertThat(get(ground, "GET")).doesNotContain("forged");
            ground.assertServesOthers();
            assertThat(ground.hub.conversations()).hasSize(2);
        }
    }

    @Test
    void bodyOfAnAnswerToHeadClosesItsConnection() {
        try (Ground ground = poisoned(FORGED)) {
            assertThat(get(ground, "HEAD")).isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n");
            ground.assertServesOthers();
            assertThat(ground.hub.conversations()).hasSize(2);
        }
    }

    @Test
    void secondAnswerThatComesLaterClosesTheIdleConnection() {
        try (Ground ground = Ground.before(hub -> {
            hub.request();
            if (hub.head().startsWith("GET /sound ")) {
                hub.send(Ground.OK);
            } else {
                hub.send(Ground.OK);
                hub.readHead();
                hub.send(Ground.OK);
                hub.send(FORGED);
            }
            hub.awaitEnd();
        })) {
            assertThat(get(ground, "GET")).isEqualTo(Ground.OK);
            assertThat(get(ground, "GET")).isEqualTo(Ground.OK);
            ScriptedHub.Conversation first = ground.hub.conversations().get(0);
            await().until(() -> first.ended());
            ground.assertServesOthers();
            assertThat(ground.hub.conversations()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 204 No Content\r\nContent-Length: 44\r\n\r\n",
                "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n"
            })
    void connectionOfAnAnswerThatMayHaveABodyToComeIsNotUsedAgain(String announcing) {
        try (Ground ground = poisoned(announcing)) {
            assertThat(get(ground, "GET")).isEqualTo("HTTP/1.1 204 No Content\r\n\r\n");
            ground.assertServesOthers();
            assertThat(ground.hub.conversations()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 44", "Transfer-Encoding: chunked"})
    void interimAnswerWithABodyIsABadGateway(String field) {
        try (Ground ground = poisoned("HTTP/1.1 103 Early Hints\r\n" + field + "\r\n\r\n" + FORGED + Ground.OK)) {
            assertThat(get(ground, "GET")).startsWith("HTTP/1.1 502 ").doesNotContain("forged");
            ground.assertServesOthers();
            assertThat(ground.hub.conversations()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok"
            })
    void connectionTheHubDoesNotKeepIsNotUsedAgain(String last) {
        try (Ground ground = poisoned(last)) {
            assertThat(get(ground, "GET")).isEqualTo(Ground.OK);
            ground.assertServesOthers();
            assertThat(ground.hub.conversations()).hasSize(2);
        }
    }

    @Test
    void answerToAClientThatHasGoneReachesNobody() {
        try (Ground ground = Ground.before(hub -> {
            hub.request();
            if (hub.head().startsWith("GET /sound ")) {
                hub.send(Ground.OK);
            } else {
                hub.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
                hub.awaitEnd();
                hub.send(FORGED);
            }
            hub.awaitEnd();
        })) {
            try (RawClient client = ground.client()) {
                client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
                client.readHead();
                assertThat(client.read(4)).isEqualTo("half");
            }
            await().until(() -> ground.hub.conversations().get(0).ended());
            ground.assertServesOthers();
            assertThat(ground.hub.conversations()).hasSize(2);
        }
    }
}
