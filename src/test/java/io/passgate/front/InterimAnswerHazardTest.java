package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** RFC 9110 §15.2: heads that come before the answer. */
@ExtendWith(LeakCheck.class)
class InterimAnswerHazardTest {
    private static final String HINTS = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n";
    private static final String GET = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

    @Test
    void seriesPassesInOrderAndTheConnectionIsUsedAgain() {
        try (Ground ground = Ground.before(hub -> {
                    while (hub.request()) {
                        hub.send("HTTP/1.1 102 Processing\r\n\r\n" + HINTS);
                        hub.send(HINTS);
                        hub.send(Ground.OK);
                    }
                });
                RawClient client = ground.client()) {
            for (int i = 0; i < 2; i++) {
                client.send(GET);
                assertThat(client.readAnswer()).isEqualTo("HTTP/1.1 102 Processing\r\n\r\n");
                assertThat(client.readAnswer()).isEqualTo(HINTS);
                assertThat(client.readAnswer()).isEqualTo(HINTS);
                assertThat(client.readAnswer()).isEqualTo(Ground.OK);
            }
            assertThat(ground.hub.conversations()).hasSize(1);
        }
    }

    @Test
    void itReachesTheClientBeforeTheAnswerIsThere() {
        try (Ground ground = Ground.before(hub -> {
                    hub.request();
                    hub.send(HINTS);
                    hub.readHead();
                });
                RawClient client = ground.client()) {
            client.send(GET);
            assertThat(client.readAnswer()).isEqualTo(HINTS);
        }
    }

    @Test
    void clientOfHttp10GetsNone() {
        try (Ground ground = Ground.before(hub -> {
            hub.request();
            hub.send("HTTP/1.1 100 Continue\r\n\r\n" + HINTS + Ground.OK);
            hub.awaitEnd();
        })) {
            assertThat(RawClient.exchange(ground.gate.address(), "GET /a HTTP/1.0\r\nHost: a\r\n\r\n"))
                    .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
        }
    }

    @Test
    void itsHopByHopFieldsStayBehind() {
        try (Ground ground = Ground.before(hub -> {
                    hub.request();
                    hub.send(
                            "HTTP/1.1 103 Early Hints\r\nConnection: x-hop\r\nX-Hop: 1\r\nKeep-Alive: 5\r\nLink: <a>\r\n\r\n");
                    hub.send(Ground.OK);
                    hub.awaitEnd();
                });
                RawClient client = ground.client()) {
            client.send(GET);
            assertThat(client.readAnswer()).isEqualTo("HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n");
            assertThat(client.readAnswer()).isEqualTo(Ground.OK);
        }
    }

    @Test
    void endlessSeriesDoesNotFillTheMemoryForAClientThatDoesNotRead() {
        AtomicLong sent = new AtomicLong();
        int all = 1000;
        try (Ground ground = Ground.before(hub -> {
                    hub.request();
                    byte[] many = HINTS.repeat(1000).getBytes(StandardCharsets.ISO_8859_1);
                    while (sent.get() < all) {
                        hub.send(many);
                        sent.incrementAndGet();
                    }
                    hub.awaitEnd();
                });
                RawClient client = ground.client()) {
            client.send(GET);
            await().until(() -> sent.get() > 0);

            Memory.assertStaysBelow(8 << 20, sent::get, all);
        }
    }
}
