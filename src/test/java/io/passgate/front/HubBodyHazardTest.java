package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 §6.3, §8: an answer whose body does not end where its head says. */
@ExtendWith(LeakCheck.class)
class HubBodyHazardTest {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n"
            })
    void hubThatLeavesInTheMiddleCutsTheClientThere(String answer) {
        try (Ground ground = Ground.before(hub -> {
                    hub.request();
                    hub.send(answer);
                });
                RawClient client = ground.client()) {
            client.send(GET);
            String got = client.readToEnd();

            assertThat(answer).startsWith(got);
            assertThat(got).doesNotContain("\r\n0\r\n\r\n");
            assertThat(ground.hub.conversations())
                    .as("never asked again: an answer had begun")
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\nhello\r\n0\r\n\r\n",
                "0x5\r\nhello\r\n0\r\n\r\n",
                "5\nhello\r\n0\r\n\r\n",
                "5\r\nhello0\r\n\r\n",
                "5 \r\nhello\r\n0\r\n\r\n",
                "ffffffffffffffff1\r\nhello\r\n",
                "0\r\nX : y\r\n\r\n",
                "0\r\n X: y\r\n\r\n",
                "0\r\nX\r\n\r\n",
                "0\r\nX: y\nZ: z\r\n\r\n"
            })
    void brokenChunksCutTheClient(String chunks) {
        try (Ground ground = Ground.before(hub -> {
                    hub.request();
                    hub.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
                    hub.send(chunks);
                    hub.awaitEnd();
                });
                RawClient client = ground.client()) {
            client.send(GET);

            assertThat(client.readToEnd()).doesNotContain("\r\n0\r\n\r\n", "hello\r\n0");
        }
    }

    @Test
    void nothingBehindTheBodyReachesTheClient() {
        try (Ground ground = Ground.before(hub -> {
                    while (hub.request()) {
                        hub.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello, and more");
                    }
                });
                RawClient client = ground.client()) {
            for (int i = 1; i <= 3; i++) {
                client.send(GET);
                assertThat(client.readAnswer()).isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
                assertThat(ground.hub.conversations()).hasSize(i);
            }
        }
    }

    @Test
    void nothingBehindTheLastChunkReachesTheClient() {
        try (Ground ground = Ground.before(hub -> {
                    while (hub.request()) {
                        hub.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\nmore");
                    }
                });
                RawClient client = ground.client()) {
            for (int i = 1; i <= 3; i++) {
                client.send(GET);
                assertThat(client.readAnswer()).endsWith("\r\n\r\n2\r\nhi\r\n0\r\n\r\n");
                assertThat(ground.hub.conversations()).hasSize(i);
            }
        }
    }

    @Test
    void bodyWithoutALengthEndsWithTheConnection() {
        try (Ground ground = Ground.before(hub -> {
            hub.request();
            hub.send("HTTP/1.1 200 OK\r\n\r\nhello");
            hub.send(" and more");
        })) {
            assertThat(RawClient.exchange(ground.gate.address(), GET))
                    .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello and more");
        }
    }

    @Test
    void bodyWithoutALengthThatEndsInAResetIsNotPassedOffAsWhole() throws Exception {
        try (Ground ground = Ground.before(hub -> {
                    hub.readHead();
                    hub.send("HTTP/1.1 200 OK\r\n\r\nhello");
                    hub.read(2);
                    hub.reset();
                });
                RawClient client = ground.client()) {
            client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nh");
            client.readHead();
            assertThat(client.read(5)).isEqualTo("hello");
            client.send("i");

            assertThatThrownBy(() -> client.socket().getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void chunksOfAHubReachAnOldClientAsPlainBody() {
        try (Ground ground = Ground.before(hub -> {
            hub.request();
            hub.send(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n1\r\n!\r\n0\r\nX-Late: 1\r\n\r\n");
            hub.awaitEnd();
        })) {
            assertThat(RawClient.exchange(
                            ground.gate.address(), "GET /a HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n"))
                    .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello!");
        }
    }
}
