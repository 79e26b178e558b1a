package io.passgate.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Requests with bytes changed at random: each is refused, incomplete, or written on as exactly one clean request. */
class MutationTest {
    private static final int ROUNDS = 60_000;
    private static final String[] SEEDS = {
        Heads.lines(
                "GET /a/b/../c%2e?q=1 HTTP/1.1",
                "Host: gate:8443", "Cookie: a=1; pg=2", "Connection: keep-alive, X-Y", "X-Y: z"),
        Heads.lines("POST / HTTP/1.1", "Host: gate", "Content-Length: 10", "X-Qlik-User: a", "Expect: 100-continue"),
        Heads.lines(
                "POST /x HTTP/1.1", "Host: gate", "Transfer-Encoding: chunked", "X_Qlik_User: a", "Authorization: b"),
        Heads.lines("GET http://gate/ HTTP/1.0", "Host: gate", "X-Forwarded-For: 1.2.3.4", "TE: trailers"),
    };
    private static final byte[] SPICE = "\r\n\0 \t:;,/%.\\_-0123aAzZ\u00e9\u007f".getBytes(StandardCharsets.ISO_8859_1);

    @Test
    void everyMutationIsRefusedOrWrittenOnCleanly() {
        long seed = Long.getLong("passgate.seed", System.nanoTime());
        Random random = new Random(seed);
        RequestHead head = new RequestHead();
        int passed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = mutated(random, SEEDS[random.nextInt(SEEDS.length)]);
            try {
                passed += check(head, bytes) ? 1 : 0;
            } catch (Malformed refused) {
                assertThat(refused.flaw().status()).isBetween(400, 505);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "seed " + seed + ", round " + round + ": " + new String(bytes, StandardCharsets.ISO_8859_1), e);
            }
        }
        assertThat(passed).as("some mutations are harmless (seed %d)", seed).isGreaterThan(ROUNDS / 100);
    }

    private static byte[] mutated(Random random, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(bytes.length);
            byte with = SPICE[random.nextInt(SPICE.length)];
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = with;
                case 1 ->
                    bytes = (prefix(bytes, at) + (char) (with & 0xff) + suffix(bytes, at))
                            .getBytes(StandardCharsets.ISO_8859_1);
                case 2 -> bytes = (prefix(bytes, at) + suffix(bytes, at + 1)).getBytes(StandardCharsets.ISO_8859_1);
                default ->
                    bytes = (prefix(bytes, at) + suffix(bytes, random.nextInt(bytes.length)))
                            .getBytes(StandardCharsets.ISO_8859_1);
            }
            if (bytes.length == 0) {
                return new byte[] {with};
            }
        }
        return bytes;
    }

    private static String prefix(byte[] bytes, int end) {
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    }

    private static String suffix(byte[] bytes, int start) {
        return new String(bytes, start, bytes.length - start, StandardCharsets.ISO_8859_1);
    }

    /** Whether it was one whole request; then what is written on must be one, with the same meaning. */
    private static boolean check(RequestHead head, byte[] bytes) {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        int length = head.scan(in, HeadLimits.DEFAULT);
        if (length < 0) {
            return false;
        }
        RequestGuard.check(head);
        RequestGuard.strip(head);
        ByteBuf out = Unpooled.buffer();
        HeadWriter.request(out, head, Sender.of("192.0.2.1", true), new byte[0], RequestEdit.NONE);
        String written = out.toString(StandardCharsets.ISO_8859_1);
        long bodyLength = head.bodyLength();
        String path = head.path();

        assertThat(written).doesNotContain("\0").endsWith("\r\n\r\n");
        assertThat(written.indexOf("\r\n\r\n")).as("one head only").isEqualTo(written.length() - 4);
        assertThat(written.toLowerCase(Locale.ROOT).replace('_', '-'))
                .doesNotContain("\r\nx-qlik-user:", "\r\nconnection:", "\r\nte:");
        RequestHead again = new RequestHead();
        assertThat(again.scan(out, HeadLimits.DEFAULT)).isEqualTo(out.readableBytes());
        if (again.has(Header.HOST)) {
            RequestGuard.check(again);
            assertThat(again.bodyLength()).isEqualTo(bodyLength);
            assertThat(again.path()).isEqualTo(path);
        }
        return true;
    }
}
