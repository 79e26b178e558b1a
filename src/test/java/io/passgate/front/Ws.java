package io.passgate.front;

import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** WebSocket bytes (RFC 6455), written by hand: the handshake of its section 1.3 and frames. */
final class Ws {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    static final int FIN = 0x80;

    static final String REQUEST = "GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    static final String ACCEPT = "HTTP/1.1 101 Switching Protocols\r\n"
            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

    private Ws() {}

    /** A frame; {@code first} is its opcode, with {@link #FIN} where it ends a message. */
    static byte[] frame(int first, byte[] payload) {
        return frame(first, payload, false);
    }

    static byte[] frame(int first, String payload) {
        return frame(first, payload.getBytes(StandardCharsets.UTF_8));
    }

    /** A client's frame: masked. */
    static byte[] masked(int first, byte[] payload) {
        return frame(first, payload, true);
    }

    static byte[] masked(int first, String payload) {
        return masked(first, payload.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] close(int code) {
        return frame(FIN | CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
    }

    static byte[] maskedClose(int code) {
        return masked(FIN | CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
    }

    private static byte[] frame(int first, byte[] payload, boolean mask) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int maskBit = mask ? 0x80 : 0;
        out.write(first);
        if (payload.length < 126) {
            out.write(maskBit | payload.length);
        } else if (payload.length < 1 << 16) {
            out.write(maskBit | 126);
            out.write(payload.length >> 8);
            out.write(payload.length);
        } else {
            out.write(maskBit | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) ((long) payload.length >> shift));
            }
        }
        byte[] key = {0x12, 0x34, 0x56, 0x78};
        if (mask) {
            out.writeBytes(key);
        }
        for (int i = 0; i < payload.length; i++) {
            out.write(mask ? payload[i] ^ key[i & 3] : payload[i]);
        }
        return out.toByteArray();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** A client whose WebSocket is open. */
    static RawClient open(Ground ground) {
        RawClient client = ground.client();
        client.send(REQUEST);
        String head = client.readHead();
        if (!head.equals(ACCEPT)) {
            throw new AssertionError("no 101 but " + head);
        }
        return client;
    }

    /** The hub's side of it. */
    static void accept(ScriptedHub.Conversation hub) throws IOException {
        hub.readHead();
        hub.send(ACCEPT);
    }
}
