package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** RFC 4559 §6: a hub connection that was authenticated by NTLM or Negotiate belongs to the client who did it. */
@ExtendWith(LeakCheck.class)
class ConnectionAuthTest {
    /** Answers with the number of the connection; asks for NTLM where the path says so. */
    private static ScriptedHub counting() {
        AtomicInteger connections = new AtomicInteger();
        return new ScriptedHub(c -> {
            String number = String.valueOf(connections.incrementAndGet());
            while (c.request()) {
                String ask = c.head().startsWith("GET /ntlm") ? "WWW-Authenticate: Negotiate, NTLM\r\n" : "";
                c.send("HTTP/1.1 200 OK\r\n" + ask + "Content-Length: 1\r\n\r\n" + number);
            }
        });
    }

    private static String get(RawClient client, String path, String... fields) {
        String lines = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
        String answer = client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n")
                .readAnswer();
        return answer.substring(answer.length() - 1);
    }

    @Test
    void challengedConnectionStaysWithItsClient() {
        try (ScriptedHub hub = counting();
                TestGate gate = TestGate.before(hub.url());
                RawClient other = new RawClient(gate.address())) {
            try (RawClient one = new RawClient(gate.address())) {
                assertThat(get(one, "/ntlm")).isEqualTo("1");
                assertThat(get(other, "/")).isEqualTo("2");
                assertThat(get(one, "/")).isEqualTo("1");
                assertThat(get(other, "/")).isEqualTo("2");
            }
            await().until(() -> hub.conversations().get(0).socket().isClosed());
            assertThat(get(other, "/")).isEqualTo("2");
        }
    }

    @Test
    void connectionThatCarriedCredentialsStaysWithItsClient() {
        try (ScriptedHub hub = counting();
                TestGate gate = TestGate.before(hub.url());
                RawClient one = new RawClient(gate.address());
                RawClient other = new RawClient(gate.address())) {
            assertThat(get(one, "/", "Authorization: ntlm TlRMTVNTUAAB")).isEqualTo("1");
            assertThat(get(other, "/")).isEqualTo("2");
            assertThat(get(one, "/")).isEqualTo("1");
        }
    }

    @Test
    void otherSchemesShareConnections() {
        try (ScriptedHub hub = counting();
                TestGate gate = TestGate.before(hub.url());
                RawClient one = new RawClient(gate.address());
                RawClient other = new RawClient(gate.address())) {
            assertThat(get(one, "/", "Authorization: Bearer NTLM")).isEqualTo("1");
            assertThat(get(other, "/", "Authorization: NTLMX y")).isEqualTo("1");
        }
    }
}
