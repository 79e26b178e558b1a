package io.passgate.page;

import java.util.List;

/**
 * What a WebSocket is told before it is closed. Immutable.
 *
 * @param messages the JSON-RPC notifications for clients that know Qlik's, in order
 * @param closeCode the close code (RFC 6455 §7.4)
 * @param closeReason the close reason, at most 123 bytes of ASCII: reason code and request id
 */
public record SocketNotice(List<String> messages, int closeCode, String closeReason) {

    /** The session has ended. */
    public static final int SESSION_ENDED = 4401;
    /** No access pass, or the license lets nobody in. */
    public static final int NO_ACCESS_PASS = 4403;
    /** Too many sessions active in parallel. */
    public static final int TOO_MANY_SESSIONS = 4429;
    /** The gate is being restarted (IANA registry of RFC 6455: service restart). */
    public static final int DRAINING = 1012;

    /** Copies. @throws IllegalArgumentException when the close reason does not fit a close frame */
    public SocketNotice {
        messages = List.copyOf(messages);
        if (closeReason.length() > 123 || closeReason.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new IllegalArgumentException("not a close reason: " + closeReason);
        }
    }
}
