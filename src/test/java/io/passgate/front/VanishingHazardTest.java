package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever goes away takes the other side's connection along, at every stage of an exchange. */
@ExtendWith(LeakCheck.class)
class VanishingHazardTest {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

    private static Ground silent(String said) {
        return Ground.before(hub -> {
            hub.readHead();
            hub.send(said);
            hub.awaitEnd();
        });
    }

    private static void vanish(RawClient client, boolean reset) throws IOException {
        if (reset) {
            client.socket().setSoLinger(true, 0);
        }
        client.close();
    }

    private static void assertHubIsLeft(Ground ground) {
        await().atMost(Duration.ofSeconds(3))
                .until(() -> ground.hub.conversations().size() == 1
                        && ground.hub.conversations().get(0).ended());
        await().until(() -> ground.gate.front().connections() == 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void clientThatGoesWhileItWaitsLeavesNoHubConnection(boolean reset) throws IOException {
        try (Ground ground = silent("")) {
            RawClient client = ground.client().send(GET);
            await().until(() -> ground.hub.received().endsWith("\r\n\r\n"));
            vanish(client, reset);
            assertHubIsLeft(ground);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void clientThatGoesInTheMiddleOfItsBodyLeavesNoHubConnection(boolean reset) throws IOException {
        try (Ground ground = silent("")) {
            RawClient client =
                    ground.client().send("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel");
            await().until(() -> ground.hub.received().endsWith("hel"));
            vanish(client, reset);
            assertHubIsLeft(ground);
            assertThat(ground.hub.received()).doesNotContain("\r\n0\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void clientThatGoesInTheMiddleOfTheAnswerLeavesNoHubConnection(boolean reset) throws IOException {
        try (Ground ground = silent("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")) {
            RawClient client = ground.client().send(GET);
            client.readHead();
            client.read(4);
            vanish(client, reset);
            assertHubIsLeft(ground);
        }
    }

    @Test
    void clientThatGoesWhileItDoesNotReadStopsTheHub() throws IOException {
        AtomicLong sent = new AtomicLong();
        CountDownLatch stopped = new CountDownLatch(1);
        try (Ground ground = Ground.before(hub -> {
            hub.request();
            hub.send("HTTP/1.1 200 OK\r\n\r\n");
            try {
                while (true) {
                    hub.send(new byte[1 << 16]);
                    sent.addAndGet(1 << 16);
                }
            } catch (SocketException cut) {
                stopped.countDown();
            }
        })) {
            RawClient client = ground.client().send(GET);
            client.readHead();
            Memory.assertStaysBelow(8 << 20, sent::get, Long.MAX_VALUE);
            vanish(client, true);
            await().until(() -> stopped.getCount() == 0);
        }
    }

    @Test
    void clientThatGoesInTheMiddleOfAHeadIsForgotten() throws IOException {
        try (Ground ground = new Ground()) {
            RawClient client = ground.client().send("GET /a HTTP/1.1\r\nHo");
            await().until(() -> ground.gate.front().connections() == 1);
            vanish(client, false);
            await().until(() -> ground.gate.front().connections() == 0);
            assertThat(ground.hub.conversations()).isEmpty();
        }
    }

    @Test
    void clientThatGoesWhileTheGatekeeperThinksNeverReachesTheHub() throws IOException {
        AtomicReference<Exchange> held = new AtomicReference<>();
        ScriptedHub hub = ScriptedHub.answering(Ground.OK);
        try (Ground ground = new Ground(hub, new TestGate(hub.url()).gatekeeper(held::set))) {
            RawClient client = ground.client().send(GET);
            await().until(() -> held.get() != null);
            vanish(client, true);
            await().until(() -> ground.gate.front().connections() == 0);
            Exchange late = Objects.requireNonNull(held.get());
            CompletableFuture.runAsync(() -> late.pass(Passage.PLAIN), late.executor())
                    .join();
            CompletableFuture.runAsync(() -> late.answer(new LocalAnswer(403, List.of(), new byte[0])), late.executor())
                    .join();
            assertThat(hub.conversations()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void hubThatGoesInTheMiddleOfTheAnswerCutsTheClient(boolean reset) {
        CountDownLatch go = new CountDownLatch(1);
        try (Ground ground = Ground.before(hub -> {
                    hub.request();
                    hub.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
                    Pause.until(go);
                    if (reset) {
                        hub.reset();
                    }
                });
                RawClient client = ground.client()) {
            client.send(GET);
            client.readHead();
            assertThat(client.read(4)).isEqualTo("half");
            go.countDown();
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void hubThatGoesInTheMiddleOfTheUploadIsABadGateway() {
        try (Ground ground = Ground.before(hub -> {
                    if (hub.readHead() && hub.head().startsWith("POST ")) {
                        hub.read(5);
                        hub.reset();
                    } else {
                        hub.send(Ground.OK);
                        hub.awaitEnd();
                    }
                });
                RawClient client = ground.client()) {
            client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: " + (5 + Ground.SMUGGLED.length())
                    + "\r\n\r\nhello");
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 502 ").contains("hub-cut");
            client.send(Ground.SMUGGLED + "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readAnswer()).isEqualTo(Ground.OK);
            assertThat(ground.hub.received()).doesNotContain("smuggled");
        }
    }
}
