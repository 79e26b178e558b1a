package io.passgate.hub;

/** The hub did not answer as HTTP wants it. Carries no stack trace; what happened stands in the kind. */
public final class HubFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong on the way to the hub, with the status that tells a client. */
    public enum Kind {
        UNREACHABLE(502, "the hub cannot be reached"),
        CONNECT_TIMEOUT(504, "the hub did not accept a connection in time"),
        TLS(502, "the hub's certificate or TLS handshake is not accepted"),
        NO_ANSWER(504, "the hub did not answer in time"),
        MALFORMED(502, "the hub's answer is not valid HTTP"),
        CUT(502, "the hub closed the connection before its answer was complete"),
        TOO_LONG(502, "the hub's answer is too long");

        private final int status;
        private final String text;

        Kind(int status, String text) {
            this.status = status;
            this.text = text;
        }

        /** 502 or 504 (RFC 9110 §15.6). */
        public int status() {
            return status;
        }

        /** One clause for a person. */
        public String text() {
            return text;
        }
    }

    private final Kind kind;

    /** A fault of this kind. */
    public HubFault(Kind kind) {
        super(kind.text(), null, false, false);
        this.kind = kind;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }
}
