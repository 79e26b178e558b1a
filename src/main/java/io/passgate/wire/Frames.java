package io.passgate.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The few WebSocket frames that the gate itself sends (RFC 6455 §5.5.1, §5.6). */
public final class Frames {
    private static final int MAX_REASON = 123;

    private Frames() {}

    /** A text message in one frame, unmasked: to a client. */
    public static void text(ByteBuf out, String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        out.writeByte(0x81);
        if (payload.length < 126) {
            out.writeByte(payload.length);
        } else if (payload.length < 1 << 16) {
            out.writeByte(126).writeShort(payload.length);
        } else {
            out.writeByte(127).writeLong(payload.length);
        }
        out.writeBytes(payload);
    }

    /** A Close frame, unmasked: to a client. The reason is cut to what a frame holds. */
    public static void close(ByteBuf out, int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        if (text.length > MAX_REASON) {
            int end = MAX_REASON;
            while ((text[end] & 0xc0) == 0x80) {
                end--;
            }
            text = Arrays.copyOf(text, end);
        }
        out.writeByte(0x88).writeByte(2 + text.length).writeShort(code).writeBytes(text);
    }

    /** A Close frame without reason, masked: to a hub. The mask hides nothing and is there because §5.3 wants one. */
    public static void closeToHub(ByteBuf out, int code, int mask) {
        out.writeByte(0x88).writeByte(0x82).writeInt(mask).writeShort(code ^ mask >>> 16);
    }
}
