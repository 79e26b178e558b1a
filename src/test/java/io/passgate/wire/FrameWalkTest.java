package io.passgate.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameWalkTest {
    private static ByteBuf frames(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static FrameWalk walked(boolean masked, String hex, int size) {
        FrameWalk walk = new FrameWalk(masked);
        ByteBuf all = frames(hex);
        while (all.isReadable()) {
            ByteBuf part = all.readSlice(Math.min(size, all.readableBytes()));
            assertThat(walk.walk(part, false)).isEqualTo(part.readableBytes());
        }
        return walk;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1000})
    void framesAreCountedAndMessagesEnd(int size) {
        assertThat(walked(true, "8185 01020304 4a4b4c4d4e", size).dataFrames()).isEqualTo(1);
        assertThat(walked(true, "8180 01020304 8980 01020304 8a80 01020304", size)
                        .dataFrames())
                .isEqualTo(1);

        FrameWalk fragmented = walked(false, "0102 4142 8900 8001 43", size);
        assertThat(fragmented.dataFrames()).isEqualTo(2);
        assertThat(fragmented.betweenMessages()).isTrue();

        FrameWalk open = walked(false, "0102 4142", size);
        assertThat(open.betweenFrames()).isTrue();
        assertThat(open.betweenMessages()).isFalse();

        FrameWalk inside = walked(false, "8202 41", size);
        assertThat(inside.betweenFrames()).isFalse();

        FrameWalk header = walked(false, "827e 01", size);
        assertThat(header.betweenFrames()).isFalse();

        assertThat(walked(false, "c102 4142", size).betweenMessages())
                .as("compressed")
                .isTrue();
        assertThat(walked(false, "8802 03e8", size).closed()).isTrue();
    }

    @Test
    void extendedLengthsAreFollowed() {
        String medium = "827e 0100" + "00".repeat(256);
        String large = "827f 0000000000010000" + "00".repeat(65536);
        for (int size : new int[] {1, 1000, 100_000}) {
            assertThat(walked(false, medium + large, size).betweenMessages()).isTrue();
            assertThat(walked(false, medium + large, size).dataFrames()).isEqualTo(2);
        }
    }

    @Test
    void walkStopsBetweenMessagesWhenAsked() {
        FrameWalk walk = new FrameWalk(false);
        ByteBuf in = frames("8105 4142434445 8101 41");
        assertThat(walk.walk(in.slice(0, 3), false)).isEqualTo(3);
        assertThat(walk.walk(in.slice(3, 7), true)).isEqualTo(4);
        assertThat(walk.betweenMessages()).isTrue();
        assertThat(walk.walk(in.slice(7, 3), true)).as("already there").isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8100", // not masked
                "9180 00000000", // RSV3
                "a180 00000000", // RSV2
                "8380 00000000", // reserved opcode
                "8b80 00000000", // reserved control opcode
                "0980 00000000", // fragmented ping
                "c980 00000000", // compressed ping
                "89fe 007e 00000000", // long ping
                "8080 00000000", // continuation of nothing
                "0180 00000000 8180 00000000", // a message within a message
                "0180 00000000 c080 00000000", // RSV1 on a continuation
                "82ff 8000000000000000 00000000", // negative length
                "8880 00000000 8180 00000000", // data behind a close
            })
    void whatWouldMakeItLoseItsPlaceIsRefused(String hex) {
        for (int size : new int[] {1, 100}) {
            assertThatExceptionOfType(Malformed.class).isThrownBy(() -> walked(true, hex, size));
        }
    }

    @Test
    void hubsFramesMustNotBeMasked() {
        assertThatExceptionOfType(Malformed.class).isThrownBy(() -> walked(false, "8180 00000000", 100));
    }

    @Test
    void ownFramesAreWalkable() {
        ByteBuf out = Unpooled.buffer();
        Frames.text(out, "short");
        Frames.text(out, "m".repeat(200));
        Frames.text(out, "l".repeat(70_000));
        Frames.close(out, 4401, "r".repeat(122) + "\u00e9");
        FrameWalk walk = new FrameWalk(false);
        assertThat(walk.walk(out, false)).isEqualTo(out.readableBytes());
        assertThat(walk.dataFrames()).isEqualTo(3);
        assertThat(walk.closed()).isTrue();

        ByteBuf toHub = Unpooled.buffer();
        Frames.closeToHub(toHub, 1001, 0x11223344);
        assertThat(ByteBufUtil.hexDump(toHub)).isEqualTo("888211223344" + "12cb");
        assertThat(new FrameWalk(true).walk(toHub, false)).isEqualTo(8);
    }
}
