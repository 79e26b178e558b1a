package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 §4–6: a hub whose answer is not one. */
@ExtendWith(LeakCheck.class)
class HubAnswerHazardTest {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

    /** Answers the first request with these bytes, as its script wants, and everything else properly. */
    private static Ground once(ScriptedHub.Script bad) {
        AtomicBoolean first = new AtomicBoolean(true);
        return Ground.before(hub -> {
            while (hub.request()) {
                if (first.getAndSet(false)) {
                    bad.run(hub);
                    return;
                }
                hub.send(Ground.OK);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rubbish",
                "\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                "<html>hello</html>\r\n\r\n",
                "SSH-2.0-OpenSSH_9\r\n",
                "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.2 200 OK\r\nContent-Length: 0\r\n\r\n",
                "http/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1  200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 099 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 600 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 abc OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
                "HTTP/1.1 200 O\u0000K\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\rX\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n: y\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX : y\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n X: y\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: y\r\n z\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: y\rSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: y\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: \u0000\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5x\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nConnection: content-length\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nConnection: transfer-encoding\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            })
    void rubbishIsABadGatewayAndThatHubConnectionIsClosed(String rubbish) {
        try (Ground ground = once(hub -> {
                    hub.send(rubbish);
                    hub.awaitEnd();
                });
                RawClient client = ground.client()) {
            client.send(GET);
            assertThat(client.readAnswer())
                    .startsWith("HTTP/1.1 502 ")
                    .contains("hub-malformed", "\r\nX-Request-Id: ")
                    .doesNotContain("Set-Cookie", "rubbish");

            client.send(GET);
            assertThat(client.readAnswer()).isEqualTo(Ground.OK);
            assertThat(ground.hub.conversations()).hasSize(2);
        }
    }

    @Test
    void headLargerThanAllowedIsABadGateway() {
        try (Ground ground = once(hub -> {
                    hub.send("HTTP/1.1 200 OK\r\n");
                    hub.send(("X: " + "y".repeat(8000) + "\r\n").repeat(10));
                    hub.awaitEnd();
                });
                RawClient client = ground.client()) {
            client.send(GET);
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 502 ").contains("hub-malformed");
            ground.assertServesOthers();
        }
    }

    @Test
    void statusLineWithoutEndIsABadGateway() {
        try (Ground ground = once(hub -> {
                    hub.send("HTTP/1.1 200 " + "O".repeat(70_000));
                    hub.awaitEnd();
                });
                RawClient client = ground.client()) {
            client.send(GET);
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 502 ").contains("hub-malformed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 100 Continue\r\n\r\n", "H"})
    void hubThatLeavesBeforeTheEndOfTheHeadIsABadGateway(String begun) {
        try (Ground ground = once(hub -> hub.send(begun));
                RawClient client = ground.client()) {
            client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
            if (begun.contains("100")) {
                assertThat(client.readAnswer()).isEqualTo(begun);
            }
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 502 ").contains("hub-cut", "\r\nX-Request-Id: ");
            ground.assertServesOthers();
        }
    }

    @Test
    void hubThatResetsIsABadGateway() {
        try (Ground ground = once(ScriptedHub.Conversation::reset);
                RawClient client = ground.client()) {
            client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");

            assertThat(client.readAnswer()).startsWith("HTTP/1.1 502 ").contains("hub-cut");
            ground.assertServesOthers();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Len", "HTTP/1.1 102 Processing\r\n\r\n"})
    void hubThatTakesTooLongForItsHeadIsAGatewayTimeout(String begun) {
        ScriptedHub hub = new ScriptedHub(one -> {
            one.request();
            one.send(begun);
            one.awaitEnd();
        });
        try (Ground ground = new Ground(hub, new TestGate(hub.url()).hub(Hubs.answeringWithinMillis(300)));
                RawClient client = ground.client()) {
            client.send(GET);
            if (begun.contains("102")) {
                assertThat(client.readAnswer()).isEqualTo(begun);
            }
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 504 ").contains("hub-no-answer");
        }
    }
}
