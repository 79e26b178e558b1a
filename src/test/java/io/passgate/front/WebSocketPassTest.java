package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import io.passgate.wire.RequestEdit;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** RFC 6455 §5: frames pass through a tunnel as they came. */
@ExtendWith(LeakCheck.class)
class WebSocketPassTest {
    private static final String BIG = "0123456789abcdef".repeat(5000);

    private static byte[] conversation(boolean masked) {
        return Ws.join(
                frame(masked, Ws.FIN | Ws.TEXT, "whole"),
                frame(masked, Ws.TEXT, "be"),
                frame(masked, Ws.FIN | Ws.PING, "in between"),
                frame(masked, Ws.CONTINUATION, ""),
                frame(masked, Ws.FIN | Ws.PONG, ""),
                frame(masked, Ws.FIN | Ws.CONTINUATION, "gun"),
                frame(masked, Ws.FIN | 2, "x".repeat(125)),
                frame(masked, Ws.FIN | 0x42, "x".repeat(126)),
                frame(masked, Ws.FIN | Ws.TEXT, ""),
                frame(masked, Ws.FIN | Ws.TEXT, BIG));
    }

    private static byte[] frame(boolean masked, int first, String payload) {
        return masked ? Ws.masked(first, payload) : Ws.frame(first, payload);
    }

    @Test
    void fragmentsAndControlFramesBetweenThemPassBothWays() {
        byte[] up = conversation(true);
        byte[] down = conversation(false);
        byte[][] atHub = new byte[1][];
        try (Ground ground = Ground.before(hub -> {
                    Ws.accept(hub);
                    atHub[0] = hub.read(up.length);
                    hub.send(down);
                    hub.awaitEnd();
                });
                RawClient client = Ws.open(ground)) {
            client.send(up);

            assertThat(client.readBytes(down.length)).isEqualTo(down);
            assertThat(atHub[0]).isEqualTo(up);
        }
    }

    @Test
    void framesPassWhenEveryByteComesAlone() {
        byte[] up = Arrays.copyOf(conversation(true), 600);
        try (Ground ground = Ground.before(hub -> {
                    Ws.accept(hub);
                    for (byte b : hub.read(up.length)) {
                        hub.send(new byte[] {b});
                    }
                    hub.awaitEnd();
                });
                RawClient client = ground.client()) {
            // what a client sends is no frame of a hub, so the echo ends the tunnel; what counts is what arrived
            client.send(Ws.REQUEST);
            client.readHead();
            for (byte b : up) {
                client.send(new byte[] {b});
            }
            client.readToEnd();
            String received = ground.hub.received();
            assertThat(received.substring(received.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.ISO_8859_1))
                    .isEqualTo(up);
        }
    }

    @Test
    void framesBehindTheSwitchInOneSegmentReachTheClient() {
        byte[] first = Ws.frame(Ws.FIN | Ws.TEXT, "hello");
        try (Ground ground = Ground.before(hub -> {
                    hub.readHead();
                    hub.send(Ws.join(Ws.ACCEPT.getBytes(StandardCharsets.ISO_8859_1), first));
                    hub.awaitEnd();
                });
                RawClient client = Ws.open(ground)) {
            assertThat(client.readBytes(first.length)).isEqualTo(first);
        }
    }

    @Test
    void dataOfTheClientIsActivityAndItsPingsAndTheHubsDataAreNot() {
        AtomicInteger active = new AtomicInteger();
        byte[] quiet = Ws.join(Ws.masked(Ws.FIN | Ws.PING, "p"), Ws.masked(Ws.FIN | Ws.PONG, ""));
        byte[] begun = Ws.masked(Ws.TEXT, "be");
        byte[] ended = Ws.masked(Ws.FIN | Ws.CONTINUATION, "gun");
        byte[] push = Ws.frame(Ws.FIN | Ws.TEXT, "push");
        ScriptedHub hub = new ScriptedHub(one -> {
            Ws.accept(one);
            for (int length : new int[] {quiet.length, begun.length, ended.length}) {
                one.read(length);
                one.send(push);
            }
            one.awaitEnd();
        });
        Passage passage = new Passage(RequestEdit.NONE, List.of(), Optional.empty(), active::incrementAndGet);
        try (Ground ground = new Ground(hub, new TestGate(hub.url()).gatekeeper(e -> e.pass(passage)));
                RawClient client = Ws.open(ground)) {
            client.send(quiet);
            client.readBytes(push.length);
            assertThat(active).hasValue(0);
            client.send(begun);
            client.readBytes(push.length);
            assertThat(active).hasValue(1);
            client.send(ended);
            client.readBytes(push.length);
            assertThat(active).hasValue(2);
        }
    }
}
