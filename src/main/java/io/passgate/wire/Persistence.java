package io.passgate.wire;

/** What an answer says about the connection it travels on (RFC 9112 §9). */
public enum Persistence {
    /** HTTP/1.1: kept, nothing needs saying. */
    KEEP("", false),
    /** HTTP/1.0: kept because the client asked. */
    KEEP_10("Connection: keep-alive\r\n", true),
    /** HTTP/1.1: the last one. */
    CLOSE("Connection: close\r\n", false),
    /** HTTP/1.0: the last one. */
    CLOSE_10("Connection: close\r\n", true),
    /** Becomes a WebSocket. */
    UPGRADE("Connection: Upgrade\r\nUpgrade: websocket\r\n", false);

    @SuppressWarnings("ImmutableEnumChecker") // written to by nobody
    final byte[] line;

    private final boolean http10;

    Persistence(String line, boolean http10) {
        this.line = Ascii.bytes(line);
        this.http10 = http10;
    }

    /** For a client of this version. */
    public static Persistence of(boolean keep, boolean http10) {
        if (http10) {
            return keep ? KEEP_10 : CLOSE_10;
        }
        return keep ? KEEP : CLOSE;
    }

    /** Whether the connection is kept. */
    public boolean keeps() {
        return this == KEEP || this == KEEP_10;
    }

    /** Whether the client does not know the chunked coding. */
    public boolean http10() {
        return http10;
    }
}
