package io.passgate.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.passgate.testing.LeakCheck;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class BodyWalkTest {
    private static final String NEXT = "GET /next";

    /** Feeds the bytes in pieces of {@code size}, and returns what is passed on; stops at the end of the body. */
    private static String walk(long length, boolean contentOnly, String bytes, int size) {
        BodyWalk walk = new BodyWalk();
        walk.start(length, contentOnly);
        ByteBuf out = Unpooled.buffer();
        int taken = 0;
        for (int p = 0; p < bytes.length() && !walk.done(); p += size) {
            ByteBuf in = Heads.bytes(bytes.substring(p, Math.min(bytes.length(), p + size)));
            while (in.isReadable() && !walk.done()) {
                ByteBuf part = walk.take(in);
                out.writeBytes(part);
                part.release();
            }
            taken = p + in.readerIndex();
            in.release();
        }
        String passed = out.toString(StandardCharsets.ISO_8859_1);
        out.release();
        return (walk.done() ? "done:" : "more:") + passed + "|" + bytes.substring(taken);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void bodiesEndWhereTheirFramingSays(int size) {
        assertThat(walk(5, false, "abcde" + NEXT, size)).isEqualTo("done:abcde|" + NEXT);
        assertThat(walk(10, false, "abcde", size)).isEqualTo("more:abcde|");
        assertThat(walk(ResponseHead.UNTIL_CLOSE, false, "abcde", size)).isEqualTo("more:abcde|");
        String chunked = "5\r\nabcde\r\n00A;x=\"y\"\r\n0123456789\r\n1 ;z\r\n!\r\n0\r\n\r\n";
        assertThat(walk(-1, false, chunked + NEXT, size)).isEqualTo("done:" + chunked + "|" + NEXT);
        assertThat(walk(-1, true, chunked + NEXT, size)).isEqualTo("done:abcde0123456789!|" + NEXT);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 1000})
    void trailersPassWithoutWhatMustNotComeSoLate(int size) {
        String body =
                "1\r\na\r\n0\r\nX-Sum: 1\r\nX-Qlik-User: evil\r\nX_Qlik_User: evil\r\nContent-Length: 7\r\nCookie: a=b\r\nX-Passgate-User: x\r\nServer-Timing: 2\r\n\r\n";
        assertThat(walk(-1, false, body + NEXT, size))
                .isEqualTo("done:1\r\na\r\n0\r\nX-Sum: 1\r\nServer-Timing: 2\r\n\r\n|" + NEXT);
        assertThat(walk(-1, true, body + NEXT, size)).isEqualTo("done:a|" + NEXT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CHUNK   | g~!",
                "CHUNK   | ~!",
                "CHUNK   | ;x~!",
                "CHUNK   | 0x1~!",
                "CHUNK   | -1~!",
                "CHUNK   | ' 1~!'",
                "CHUNK   | 1 ~!a~!",
                "CHUNK   | 1!a~!",
                "CHUNK   | 1~a",
                "CHUNK   | 1;x!a~!",
                "CHUNK   | 1;x~a",
                "CHUNK   | 1;^~!",
                "CHUNK   | 1~!ab~!",
                "CHUNK   | 1~!a!",
                "CHUNK   | 1~!a~a",
                "CHUNK   | 1~!a0~!~!",
                "CHUNK   | 0~!~a",
                "CHUNK   | 0000000000000001~!",
                "CHUNK   | ffffffffffffffff~!",
                "BARE_LF | 0~!X: y!~!",
                "OBS_FOLD| 0~!X: y~! z~!~!",
                "FIELD_NAME | 0~!nothing~!~!",
                "FIELD_NAME | 0~!X~!~!",
            })
    void malformedChunksAreRefused(Flaw flaw, String bytes) {
        String body = bytes.replace('~', '\r').replace('!', '\n').replace('^', '\0');
        for (int size : new int[] {1, 2, 1000}) {
            assertThatExceptionOfType(Malformed.class)
                    .isThrownBy(() -> walk(-1, false, body + "~".repeat(4), size))
                    .satisfies(e -> assertThat(e.flaw()).isEqualTo(flaw));
        }
    }

    @Test
    void extensionsAndTrailersAreBounded() {
        assertThatExceptionOfType(Malformed.class).isThrownBy(() -> walk(-1, false, "1;" + "x".repeat(2000), 100));
        assertThatExceptionOfType(Malformed.class)
                .isThrownBy(() -> walk(-1, false, "0\r\nX: " + "x".repeat(10_000), 100));
        assertThatExceptionOfType(Malformed.class)
                .isThrownBy(() -> walk(-1, false, "0\r\n" + "X: y\r\n".repeat(33) + "\r\n", 100));
    }

    @Test
    void noBodyIsDoneAtOnce() {
        BodyWalk walk = new BodyWalk();
        walk.start(0, false);
        assertThat(walk.done()).isTrue();
    }
}
