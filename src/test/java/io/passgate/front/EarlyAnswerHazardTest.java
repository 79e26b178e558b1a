package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** RFC 9112 §9.5, §9.6: a hub that answers before it has read the request. */
@ExtendWith(LeakCheck.class)
class EarlyAnswerHazardTest {
    private static final String REFUSED = "HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig";

    private static Ground refusing() {
        return Ground.before(hub -> {
            hub.readHead();
            if (hub.head().startsWith("POST ")) {
                hub.send(REFUSED);
                hub.awaitEnd();
            } else {
                hub.send(Ground.OK);
                hub.awaitEnd();
            }
        });
    }

    @Test
    void restOfASmallUploadIsPassedOverAndTheClientKept() {
        try (Ground ground = refusing();
                RawClient client = ground.client()) {
            client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: " + Ground.SMUGGLED.length() + "\r\n\r\n");
            assertThat(client.readAnswer()).isEqualTo(REFUSED);
            client.send(Ground.SMUGGLED + "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readAnswer()).isEqualTo(Ground.OK);
            assertThat(ground.hub.received()).doesNotContain("smuggled");
            assertThat(ground.hub.conversations()).hasSize(2);
        }
    }

    @Test
    void malformedRestOfAnUploadIsTheEnd() {
        try (Ground ground = refusing();
                RawClient client = ground.client()) {
            client.send("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            assertThat(client.readAnswer()).isEqualTo(REFUSED);
            client.send("zz\r\n" + Ground.SMUGGLED);
            assertThat(client.ended()).isTrue();
            assertThat(ground.hub.received()).doesNotContain("smuggled");
        }
    }

    @Test
    void answerReachesAClientThatGoesOnSendingALot() throws Exception {
        try (Ground ground = refusing();
                RawClient client = ground.client()) {
            Thread sender = new Thread(() -> {
                try {
                    client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 67108864\r\n\r\n");
                    for (int i = 0; i < 64; i++) {
                        client.send(new byte[1 << 20]);
                    }
                } catch (UncheckedIOException cut) {
                    // the gate need not take it all
                }
            });
            sender.start();
            assertThat(client.readAnswer()).isEqualTo(REFUSED);
            sender.join();
            ground.assertServesOthers();
        }
    }

    @Test
    void hubThatRefusesAndLeavesIsHeard() {
        try (Ground ground = Ground.before(hub -> {
                    hub.readHead();
                    hub.send("HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\nbig");
                });
                RawClient client = ground.client()) {
            client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n");
            assertThat(client.readAnswer()).isEqualTo(REFUSED);
        }
    }

    @Test
    void connectionOfAHalfReadRequestIsNotUsedAgain() {
        try (Ground ground = Ground.before(hub -> {
                    hub.readHead();
                    hub.send(hub.head().startsWith("POST ") ? REFUSED : Ground.OK);
                    hub.read(1000);
                });
                RawClient client = ground.client()) {
            client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nhello");
            assertThat(client.readAnswer()).isEqualTo(REFUSED);
            ground.assertServesOthers();
            assertThat(ground.hub.conversations()).hasSize(2);
            assertThat(ground.hub.conversations().get(0).received()).doesNotContain("GET /sound");
        }
    }
}
