package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 §9.6: the end of a connection must not take the end of an answer with it, however slowly the client reads. */
@ExtendWith(LeakCheck.class)
class SlowClientHazardTest {
    private static final int LENGTH = 1 << 20;

    private static RawClient withSmallBuffer(Ground ground) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(8 << 10);
        return new RawClient(socket, ground.gate.address());
    }

    /** Lets more time pass than the gate lingers with a connection it has nothing more to say on. */
    private static void dawdle() {
        await().pollDelay(Duration.ofMillis(1800)).until(() -> true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1048576\r\n", ""})
    void answerThatEndsWithTheConnectionArrivesWhole(String field) throws IOException {
        try (Ground ground = Ground.before(hub -> {
                    hub.request();
                    hub.send("HTTP/1.1 200 OK\r\n" + field + "\r\n");
                    hub.send(new byte[LENGTH]);
                });
                RawClient client = withSmallBuffer(ground)) {
            client.send("GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            client.readHead();
            dawdle();

            assertThat(client.readToEnd()).hasSize(LENGTH);
        }
    }

    @Test
    void chunkedAnswerToAnOldClientArrivesWhole() throws IOException {
        try (Ground ground = Ground.before(hub -> {
                    hub.request();
                    hub.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(LENGTH)
                            + "\r\n");
                    hub.send(new byte[LENGTH]);
                    hub.send("\r\n0\r\n\r\n");
                    hub.awaitEnd();
                });
                RawClient client = withSmallBuffer(ground)) {
            client.send("GET /a HTTP/1.0\r\nHost: a\r\n\r\n");
            client.readHead();
            dawdle();

            assertThat(client.readToEnd()).hasSize(LENGTH);
        }
    }

    @Test
    void localAnswerArrivesWhole() throws IOException {
        ScriptedHub hub = ScriptedHub.answering(Ground.OK);
        TestGate gate = new TestGate(hub.url())
                .gatekeeper(exchange -> exchange.answer(new LocalAnswer(403, List.of(), new byte[LENGTH])));
        try (Ground ground = new Ground(hub, gate);
                RawClient client = withSmallBuffer(ground)) {
            client.send("GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            client.readHead();
            dawdle();

            assertThat(client.readToEnd()).hasSize(LENGTH);
        }
    }

    @Test
    void lastFramesOfAHubArriveWhole() throws IOException {
        byte[] last = Ws.join(Ws.frame(Ws.FIN | 2, new byte[LENGTH]), Ws.close(1000));
        try (Ground ground = Ground.before(hub -> {
                    Ws.accept(hub);
                    hub.send(last);
                });
                RawClient client = withSmallBuffer(ground)) {
            client.send(Ws.REQUEST).readHead();
            dawdle();

            assertThat(client.readToEnd()).hasSize(last.length);
        }
    }
}
