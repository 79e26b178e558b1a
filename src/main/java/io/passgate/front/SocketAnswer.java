package io.passgate.front;

import java.util.List;

/**
 * What the gate says on a WebSocket before it closes it.
 *
 * @param messages text messages, in order
 * @param code the close code (RFC 6455 §7.4, or 4000–4999)
 * @param reason the close reason; cut to 123 bytes
 */
public record SocketAnswer(List<String> messages, int code, String reason) {
    public SocketAnswer {
        messages = List.copyOf(messages);
        if (code < 1000 || code > 4999) {
            throw new IllegalArgumentException("expected a close code from 1000 to 4999, not " + code);
        }
    }

    /** A close without a message. */
    public static SocketAnswer close(int code, String reason) {
        return new SocketAnswer(List.of(), code, reason);
    }
}
