package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 §7.1: where a chunk ends must be beyond doubt. */
@ExtendWith(LeakCheck.class)
class ChunkHazardTest {
    private static final String HEAD = "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x5",
                "5x",
                "+5",
                "-5",
                " 5",
                "\t5",
                "5 ",
                "5 x",
                "5\t5",
                "",
                ";",
                "G",
                "0;\u0000",
                "5;a\u007fb",
                "10000000000000005",
                "fffffffffffffffb",
                "8000000000000005",
                "00000000000000000000000000000005",
                "5\u0000",
                "5,5",
                "\u0665"
            })
    void sizeThatIsNotPlainHexadecimalIsRefused(String size) {
        try (Ground ground = new Ground()) {
            ground.refusesBody("chunk", HEAD + size + "\r\nhello\r\n0\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5\nhello\r\n0\r\n\r\n",
                "5\rhello\r\n0\r\n\r\n",
                "5\r\rhello\r\n0\r\n\r\n",
                "5;x\nhello\r\n0\r\n\r\n",
                "5;x\ry\r\nhello\r\n0\r\n\r\n",
                "5;x=\"\n\"\r\nhello\r\n0\r\n\r\n",
                "5\r\nhello\n0\r\n\r\n",
                "5\r\nhello\r0\r\n\r\n",
                "5\r\nhello0\r\n\r\n",
                "5\r\nhelloo\r\n0\r\n\r\n",
                "5\r\nhello\r\n\r\n0\r\n\r\n",
                "6\r\nhello\r\n0\r\n\r\n",
                "5\r\nhello\r\n0\n\r\n",
                "\r\n5\r\nhello\r\n0\r\n\r\n"
            })
    void chunkThatIsNotEndedExactlyIsRefused(String body) {
        try (Ground ground = new Ground()) {
            ground.refusesBody("chunk", HEAD + body);
        }
    }

    @Test
    void endlessExtensionIsRefused() {
        try (Ground ground = new Ground()) {
            ground.refusesBody("chunk", HEAD + "5;x=" + "y".repeat(4000) + "\r\nhello\r\n0\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5\r\nhello\r\n0\r\n\r\n",
                "05\r\nhello\r\n000\r\n\r\n",
                "a\r\n0\r\n\r\nGET /\r\nB\r\n HTTP/1.1\r\n\r\n0\r\n\r\n",
                "5;name=value\r\nhello\r\n0\r\n\r\n",
                "5 ;name=\"va;lue\"\r\nhello\r\n0;last\r\n\r\n"
            })
    void soundChunksPassByteForByte(String body) {
        try (Ground ground = Ground.before(hub -> {
            hub.readHead();
            hub.read(body.length());
            hub.send(Ground.OK);
            hub.awaitEnd();
        })) {
            ground.passes(
                    HEAD + body,
                    "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n" + Ground.forwarded() + "\r\n"
                            + body);
        }
    }

    @Test
    void soundChunksPassWhenEveryByteComesAlone() {
        String body = "5;x=y\r\nhello\r\nA\r\n0123456789\r\n0\r\nX-Late: 1\r\n\r\n";
        try (Ground ground = Ground.before(hub -> {
                    hub.readHead();
                    hub.read(body.length());
                    hub.send(Ground.OK);
                    hub.awaitEnd();
                });
                RawClient client = ground.client()) {
            for (char c : (HEAD + body).toCharArray()) {
                client.send(String.valueOf(c));
            }
            assertThat(client.readAnswer()).isEqualTo(Ground.OK);
            assertThat(ground.hub.received()).endsWith("\r\n\r\n" + body);
        }
    }
}
