package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 §9.2.2: a pooled connection that proves dead, and who may be asked again. */
@ExtendWith(LeakCheck.class)
class DeadPooledConnectionTest {
    private static final String SOUND = "GET /sound HTTP/1.1\r\nHost: a\r\n\r\n";

    /** Serves one request per connection; whoever sends a second finds it dead once the head has been read. */
    private static Ground dying(ScriptedHub.Script death) {
        return Ground.before(hub -> {
            hub.request();
            hub.send(Ground.OK);
            if (hub.readHead()) {
                death.run(hub);
            }
        });
    }

    private static void ask(RawClient client, String request) {
        client.send(SOUND);
        assertThat(client.readAnswer()).isEqualTo(Ground.OK);
        client.send(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
    void idempotentRequestWithoutABodyIsSentAgainOnAFreshConnection(String method) {
        String request = method + " /again HTTP/1.1\r\nHost: a\r\n\r\n";
        try (Ground ground = dying(ScriptedHub.Conversation::reset);
                RawClient client = ground.client()) {
            ask(client, request);

            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
            assertThat(ground.hub.conversations()).hasSize(2);
            assertThat(ground.hub.conversations().get(0).received()).contains(method + " /again ");
            assertThat(ground.hub.conversations().get(1).received())
                    .isEqualTo(method + " /again HTTP/1.1\r\nHost: a\r\n" + Ground.forwarded() + "\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /once HTTP/1.1\r\nHost: a\r\n\r\n",
                "PATCH /once HTTP/1.1\r\nHost: a\r\n\r\n",
                "PROPFIND /once HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST /once HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi",
                "GET /once HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi",
                "PUT /once HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                Ws.REQUEST
            })
    void anyOtherRequestIsNotSentTwice(String request) {
        try (Ground ground = dying(ScriptedHub.Conversation::reset);
                RawClient client = ground.client()) {
            ask(client, request);

            assertThat(client.readAnswer()).startsWith("HTTP/1.1 502 ").contains("hub-cut");
            ground.assertServesOthers();
            assertThat(ground.hub.received()).containsOnlyOnce(request.substring(0, 9));
        }
    }

    @Test
    void answerThatHasBegunIsNotAskedForAgain() {
        try (Ground ground = dying(hub -> {
                    hub.send("HTTP/1.1 20");
                    hub.reset();
                });
                RawClient client = ground.client()) {
            ask(client, "GET /once HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(client.readAnswer()).startsWith("HTTP/1.1 502 ");
            assertThat(ground.hub.conversations()).hasSize(1);
        }
    }

    @Test
    void interimAnswerIsAnAnswerThatHasBegun() {
        try (Ground ground = dying(hub -> hub.send("HTTP/1.1 103 Early Hints\r\n\r\n"));
                RawClient client = ground.client()) {
            ask(client, "GET /once HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(client.readAnswer()).startsWith("HTTP/1.1 103 ");
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 502 ");
            assertThat(ground.hub.conversations()).hasSize(1);
        }
    }

    @Test
    void freshConnectionThatDiesIsNotTriedAThirdTime() {
        AtomicInteger served = new AtomicInteger();
        try (Ground ground = Ground.before(hub -> {
                    while (hub.readHead()) {
                        if (served.getAndIncrement() > 0) {
                            hub.reset();
                            return;
                        }
                        hub.send(Ground.OK);
                    }
                });
                RawClient client = ground.client()) {
            ask(client, "GET /a HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(client.readAnswer()).startsWith("HTTP/1.1 502 ").contains("hub-cut");
            assertThat(ground.hub.conversations()).hasSize(2);
        }
    }

    @Test
    void allPooledConnectionsDeadAtOnceAreNoFailure() {
        CountDownLatch both = new CountDownLatch(3);
        try (Ground ground = Ground.before(hub -> {
                    hub.request();
                    both.countDown();
                    try {
                        both.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    hub.send(Ground.OK);
                    if (hub.readHead()) {
                        hub.reset();
                    }
                });
                RawClient one = ground.client();
                RawClient two = ground.client();
                RawClient three = ground.client()) {
            for (RawClient client : List.of(one, two, three)) {
                client.send(SOUND);
            }
            for (RawClient client : List.of(one, two, three)) {
                assertThat(client.readAnswer()).isEqualTo(Ground.OK);
            }
            for (RawClient client : List.of(one, two, three)) {
                client.send(SOUND);
                assertThat(client.readAnswer()).isEqualTo(Ground.OK);
            }
        }
    }

    @Test
    void connectionClosedByTheHubWhileIdleIsNotUsed() {
        try (Ground ground = Ground.before(hub -> {
                    hub.request();
                    hub.send(Ground.OK);
                });
                RawClient client = ground.client()) {
            for (int i = 0; i < 20; i++) {
                client.send(SOUND);
                assertThat(client.readAnswer()).isEqualTo(Ground.OK);
            }
        }
    }
}
