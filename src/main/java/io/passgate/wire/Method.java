package io.passgate.wire;

/** The request methods the gate knows; any other token is {@link #OTHER} and passes. */
public enum Method {
    GET(true, true),
    HEAD(true, true),
    POST(false, false),
    PUT(false, true),
    DELETE(false, true),
    OPTIONS(true, true),
    PATCH(false, false),
    TRACE(true, true),
    CONNECT(false, false),
    OTHER(false, false);

    private static final Method[] ALL = values();

    @SuppressWarnings("ImmutableEnumChecker") // written to by nobody
    private final byte[] token;

    private final boolean safe;
    private final boolean idempotent;

    Method(boolean safe, boolean idempotent) {
        this.token = Ascii.bytes(name());
        this.safe = safe;
        this.idempotent = idempotent;
    }

    /** RFC 9110 §9.2.1. */
    public boolean safe() {
        return safe;
    }

    /** RFC 9110 §9.2.2: may be sent again when its connection proved dead. */
    public boolean idempotent() {
        return idempotent;
    }

    static Method of(byte[] bytes, int start, int end) {
        for (int i = 0; i < ALL.length - 1; i++) {
            if (Ascii.equal(bytes, start, end, ALL[i].token)) {
                return ALL[i];
            }
        }
        return OTHER;
    }
}
