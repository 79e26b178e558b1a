package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** RFC 6455 §7: how a WebSocket ends when one of its two ends wants it. */
@ExtendWith(LeakCheck.class)
class WebSocketCloseTest {
    @Test
    void closeOfTheClientIsAnsweredByTheHub() {
        byte[] up = Ws.join(Ws.masked(Ws.FIN | Ws.TEXT, "last"), Ws.maskedClose(1000));
        try (Ground ground = Ground.before(hub -> {
                    Ws.accept(hub);
                    hub.read(up.length);
                    hub.send(Ws.close(1000));
                });
                RawClient client = Ws.open(ground)) {
            client.send(up);

            assertThat(client.readBytes(4)).isEqualTo(Ws.close(1000));
            assertThat(client.ended()).isTrue();
            assertThat(ground.hub.conversations()).hasSize(1);
        }
    }

    @Test
    void closeOfTheHubIsAnsweredByTheClient() {
        try (Ground ground = Ground.before(hub -> {
                    Ws.accept(hub);
                    hub.send(Ws.join(Ws.frame(Ws.FIN | Ws.TEXT, "last"), Ws.close(4000)));
                    hub.read(8);
                });
                RawClient client = Ws.open(ground)) {
            assertThat(client.readBytes(6)).isEqualTo(Ws.frame(Ws.FIN | Ws.TEXT, "last"));
            assertThat(client.readBytes(4)).isEqualTo(Ws.close(4000));
            client.send(Ws.maskedClose(4000));
            assertThat(client.ended()).isTrue();
            assertThat(ground.hub.received()).endsWith(text(Ws.maskedClose(4000)));
        }
    }

    @Test
    void pongsStillPassAfterTheClientSaidClose() {
        byte[] late = Ws.join(Ws.frame(Ws.FIN | Ws.TEXT, "still"), Ws.close(1000));
        try (Ground ground = Ground.before(hub -> {
                    Ws.accept(hub);
                    hub.read(8);
                    hub.send(late);
                });
                RawClient client = Ws.open(ground)) {
            client.send(Ws.maskedClose(1000));

            assertThat(client.readBytes(late.length)).isEqualTo(late);
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void clientThatGoesWithoutAWordTakesTheHubsConnectionWithIt() throws Exception {
        for (boolean reset : new boolean[] {false, true}) {
            try (Ground ground = Ground.before(hub -> {
                Ws.accept(hub);
                hub.awaitEnd();
            })) {
                RawClient client = Ws.open(ground);
                if (reset) {
                    client.socket().setSoLinger(true, 0);
                    client.close();
                } else {
                    client.socket().shutdownOutput();
                }
                await().until(() -> ground.hub.conversations().get(0).ended()
                        || ground.gate.front().connections() == 0);
                await().until(() -> ground.hub.conversations().get(0).ended());
                client.close();
            }
        }
    }

    @Test
    void hubThatGoesWithoutAWordEndsTheClient() {
        for (boolean reset : new boolean[] {false, true}) {
            try (Ground ground = Ground.before(hub -> {
                        Ws.accept(hub);
                        hub.send(Ws.frame(Ws.FIN | Ws.TEXT, "last"));
                        hub.readByte();
                        if (reset) {
                            hub.reset();
                        }
                    });
                    RawClient client = Ws.open(ground)) {
                assertThat(client.readBytes(6)).isEqualTo(Ws.frame(Ws.FIN | Ws.TEXT, "last"));
                client.send(Ws.masked(Ws.FIN | Ws.TEXT, ""));
                assertThat(client.readToEnd()).isEmpty();
            }
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
