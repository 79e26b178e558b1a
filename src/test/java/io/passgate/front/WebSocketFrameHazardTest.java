package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 §5: bytes that are no frame end the tunnel; nobody is to guess where the next one begins. */
@ExtendWith(LeakCheck.class)
class WebSocketFrameHazardTest {
    private static final int MASK = 0x80;

    private static Ground quiet() {
        return Ground.before(hub -> {
            Ws.accept(hub);
            hub.awaitEnd();
        });
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** The frames both sides can get wrong; {@code mask} is what the second byte of theirs must have. */
    private static byte[] wrong(String how, int mask) {
        byte[] key = mask == 0 ? new byte[0] : bytes(1, 2, 3, 4);
        byte[] good = Ws.join(bytes(0x01, mask | 1), key, bytes('x'));
        return switch (how) {
            case "mask" -> Ws.join(bytes(0x81, (mask ^ MASK) | 1, 1, 2, 3, 4, 'x'));
            case "rsv2" -> Ws.join(bytes(0xa1, mask), key);
            case "rsv3" -> Ws.join(bytes(0x91, mask), key);
            case "opcode 3" -> Ws.join(bytes(0x83, mask), key);
            case "opcode 11" -> Ws.join(bytes(0x8b, mask), key);
            case "fragmented ping" -> Ws.join(bytes(0x09, mask), key);
            case "long ping" -> Ws.join(bytes(0x89, mask | 126, 0, 126), key, new byte[126]);
            case "continuation of nothing" -> Ws.join(bytes(0x80, mask), key);
            case "message in a message" -> Ws.join(good, bytes(0x81, mask), key);
            case "negative length" -> Ws.join(bytes(0x82, mask | 127, 0x80, 0, 0, 0, 0, 0, 0, 1), key);
            case "data after close" -> Ws.join(bytes(0x88, mask), key, bytes(0x81, mask), key);
            case "request" -> Ground.SMUGGLED.getBytes(StandardCharsets.ISO_8859_1);
            default -> throw new IllegalArgumentException(how);
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mask",
                "rsv2",
                "rsv3",
                "opcode 3",
                "opcode 11",
                "fragmented ping",
                "long ping",
                "continuation of nothing",
                "message in a message",
                "negative length",
                "data after close",
                "request"
            })
    void wrongFrameOfTheClientEndsBothSides(String how) {
        try (Ground ground = quiet();
                RawClient client = Ws.open(ground)) {
            client.send(wrong(how, MASK));

            assertThat(client.readToEnd()).isEmpty();
            await().until(() -> ground.hub.conversations().get(0).ended());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mask",
                "rsv2",
                "rsv3",
                "opcode 3",
                "opcode 11",
                "fragmented ping",
                "long ping",
                "continuation of nothing",
                "message in a message",
                "negative length",
                "data after close"
            })
    void wrongFrameOfTheHubEndsBothSides(String how) {
        try (Ground ground = Ground.before(hub -> {
                    Ws.accept(hub);
                    hub.read(6);
                    hub.send(wrong(how, 0));
                    hub.awaitEnd();
                });
                RawClient client = Ws.open(ground)) {
            client.send(Ws.masked(Ws.FIN | Ws.PING, ""));
            assertThat(client.readToEnd().length()).isLessThanOrEqualTo(3);
            await().until(() -> ground.hub.conversations().get(0).ended());
        }
    }
}
