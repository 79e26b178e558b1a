package io.passgate.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The opening handshake of RFC 6455 §4. */
public final class WebSockets {
    private static final byte[] GUID = Ascii.bytes("258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
    private static final byte[] VERSION = Ascii.bytes("13");
    private static final int KEY_LENGTH = 24;

    private WebSockets() {}

    /** Whether a request that asks for a WebSocket carries one key of 16 bytes and version 13. */
    static boolean isHandshake(RequestHead head) {
        int key = head.first(Header.SEC_WEBSOCKET_KEY);
        int version = head.first(Header.SEC_WEBSOCKET_VERSION);
        if (key < 0
                || version < 0
                || head.next(Header.SEC_WEBSOCKET_KEY, key + 1) >= 0
                || head.next(Header.SEC_WEBSOCKET_VERSION, version + 1) >= 0
                || head.valueEnd(key) - head.valueStart(key) != KEY_LENGTH
                || !Ascii.equal(head.bytes, head.valueStart(version), head.valueEnd(version), VERSION)) {
            return false;
        }
        try {
            return Base64.getDecoder().decode(head.value(key)).length == 16;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /** What Sec-WebSocket-Accept must be for the key of this request (§4.2.2). */
    public static byte[] acceptFor(RequestHead head) {
        int key = head.first(Header.SEC_WEBSOCKET_KEY);
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(head.bytes, head.valueStart(key), head.valueEnd(key) - head.valueStart(key));
            return Base64.getEncoder().encode(sha1.digest(GUID));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
