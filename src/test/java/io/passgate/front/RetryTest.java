package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 §9.2.2: what may be sent again when a pooled connection proves dead. */
@ExtendWith(LeakCheck.class)
class RetryTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    /** A hub whose connections serve one request and swallow the next, with a cut. */
    private static ScriptedHub forgetful(AtomicInteger requests) {
        return new ScriptedHub(c -> {
            for (int i = 0; i < 2 && c.request(); i++) {
                requests.incrementAndGet();
                if (i == 0) {
                    c.send(OK);
                }
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"GET,200,3", "HEAD,200,3", "OPTIONS,200,3", "DELETE,200,3", "POST,502,2", "PATCH,502,2", "LOCK,502,2"})
    void idempotentRequestsAreSentOnceMore(String method, int status, int atTheHub) {
        AtomicInteger requests = new AtomicInteger();
        try (ScriptedHub hub = forgetful(requests);
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            client.send("GET /first HTTP/1.1\r\nHost: a\r\n\r\n").readAnswer();
            client.send(method + " /second HTTP/1.1\r\nHost: a\r\nX-Mark: 1\r\n\r\n");
            assertThat(client.readAnswer(method.equals("HEAD"))).startsWith("HTTP/1.1 " + status + " ");
            assertThat(requests).hasValue(atTheHub);
        }
    }

    @Test
    void requestWithABodyIsNotSentAgain() {
        AtomicInteger requests = new AtomicInteger();
        try (ScriptedHub hub = forgetful(requests);
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            client.send("GET /first HTTP/1.1\r\nHost: a\r\n\r\n").readAnswer();
            client.send("PUT /second HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 502 ");
            assertThat(requests).hasValue(2);
        }
    }

    @Test
    void nothingIsSentAgainOnceAnAnswerHasBegun() {
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    c.request();
                    c.send(OK);
                    c.request();
                    c.send("HTT");
                });
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            client.send("GET /first HTTP/1.1\r\nHost: a\r\n\r\n").readAnswer();
            client.send("GET /second HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 502 ");
            assertThat(hub.conversations()).hasSize(1);
        }
    }

    @Test
    void nothingIsSentAThirdTime() {
        AtomicInteger connections = new AtomicInteger();
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    boolean first = connections.incrementAndGet() == 1;
                    c.request();
                    if (first) {
                        c.send(OK);
                        c.request();
                    }
                });
                TestGate gate = TestGate.before(hub.url());
                RawClient client = new RawClient(gate.address())) {
            client.send("GET /first HTTP/1.1\r\nHost: a\r\n\r\n").readAnswer();
            client.send("GET /second HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 502 ");
            assertThat(connections).hasValue(2);
        }
    }
}
