package io.passgate.wire;

/**
 * The header fields the gate knows. Every other is {@link #OTHER} and passes untouched.
 *
 * <p>Recognized without an object, ignoring case and the difference of underscore and hyphen: an underscore spelling of a name
 * listed here is never passed on, because behind some hubs both spellings are one variable.
 */
public enum Header {
    OTHER("", Treatment.PASS),
    HOST("host", Treatment.PASS),
    CONTENT_LENGTH("content-length", Treatment.PASS),
    COOKIE("cookie", Treatment.PASS),
    AUTHORIZATION("authorization", Treatment.PASS),
    EXPECT("expect", Treatment.PASS),
    TRAILER("trailer", Treatment.PASS),
    ORIGIN("origin", Treatment.PASS),
    REFERER("referer", Treatment.PASS),
    USER_AGENT("user-agent", Treatment.PASS),
    ACCEPT("accept", Treatment.PASS),
    CONTENT_TYPE("content-type", Treatment.PASS),
    CONTENT_ENCODING("content-encoding", Treatment.PASS),
    CONTENT_RANGE("content-range", Treatment.PASS),
    CACHE_CONTROL("cache-control", Treatment.PASS),
    RANGE("range", Treatment.PASS),
    SET_COOKIE("set-cookie", Treatment.PASS),
    LOCATION("location", Treatment.PASS),
    WWW_AUTHENTICATE("www-authenticate", Treatment.PASS),
    CLEAR_SITE_DATA("clear-site-data", Treatment.PASS),
    SEC_FETCH_DEST("sec-fetch-dest", Treatment.PASS),
    SEC_FETCH_MODE("sec-fetch-mode", Treatment.PASS),
    SEC_FETCH_SITE("sec-fetch-site", Treatment.PASS),
    ACCESS_CONTROL_REQUEST_METHOD("access-control-request-method", Treatment.PASS),
    SEC_WEBSOCKET_KEY("sec-websocket-key", Treatment.PASS),
    SEC_WEBSOCKET_VERSION("sec-websocket-version", Treatment.PASS),
    SEC_WEBSOCKET_PROTOCOL("sec-websocket-protocol", Treatment.PASS),
    SEC_WEBSOCKET_ACCEPT("sec-websocket-accept", Treatment.PASS),

    CONNECTION("connection", Treatment.HOP_BY_HOP),
    KEEP_ALIVE("keep-alive", Treatment.HOP_BY_HOP),
    PROXY_CONNECTION("proxy-connection", Treatment.HOP_BY_HOP),
    PROXY_AUTHENTICATE("proxy-authenticate", Treatment.HOP_BY_HOP),
    PROXY_AUTHORIZATION("proxy-authorization", Treatment.HOP_BY_HOP),
    TE("te", Treatment.HOP_BY_HOP),
    TRANSFER_ENCODING("transfer-encoding", Treatment.HOP_BY_HOP),
    UPGRADE("upgrade", Treatment.HOP_BY_HOP),
    HTTP2_SETTINGS("http2-settings", Treatment.HOP_BY_HOP),

    FORWARDED("forwarded", Treatment.FORWARDED),
    X_FORWARDED_FOR("x-forwarded-for", Treatment.FORWARDED),
    X_FORWARDED_PROTO("x-forwarded-proto", Treatment.FORWARDED),
    X_FORWARDED_HOST("x-forwarded-host", Treatment.FORWARDED),
    X_FORWARDED_PORT("x-forwarded-port", Treatment.FORWARDED),
    X_REAL_IP("x-real-ip", Treatment.FORWARDED),
    /** Any other name that begins with {@code X-Forwarded-}. */
    X_FORWARDED_ANY("x-forwarded-", Treatment.FORWARDED),

    X_QLIK_USER("x-qlik-user", Treatment.IDENTITY),
    X_QLIK_SECURITY("x-qlik-security", Treatment.IDENTITY),
    X_QLIK_PROXY_SESSION("x-qlik-proxysession", Treatment.IDENTITY),
    X_QLIK_PROXY_ID("x-qlik-proxyid", Treatment.IDENTITY),
    X_QLIK_TRACE("x-qlik-trace", Treatment.IDENTITY),
    X_QLIK_VIRTUAL_PROXY_PREFIX("x-qlik-virtual-proxy-prefix", Treatment.IDENTITY),
    X_QLIK_APP("x-qlik-app", Treatment.IDENTITY),
    X_QLIK_CAPABILITIES("x-qlik-capabilities", Treatment.IDENTITY),
    /** Any name that begins with {@code X-Passgate-}. */
    X_PASSGATE_ANY("x-passgate-", Treatment.IDENTITY);

    /** What becomes of a field in a request. */
    enum Treatment {
        PASS,
        /** Concerns one connection only (RFC 9110 §7.6.1); removed, in answers too. */
        HOP_BY_HOP,
        /** Says where the request came from; removed and made anew. */
        FORWARDED,
        /** Says who is asking, which only a gate may say; removed. */
        IDENTITY
    }

    private static final Header[] ALL = values();
    private static final Header[] BY_HASH = new Header[256];

    static {
        for (Header header : ALL) {
            int slot = hash(header.lower) & 255;
            while (BY_HASH[slot] != null) {
                slot = slot + 1 & 255;
            }
            BY_HASH[slot] = header;
        }
    }

    @SuppressWarnings("ImmutableEnumChecker") // written to by nobody
    private final byte[] lower;

    private final Treatment treatment;

    Header(String lower, Treatment treatment) {
        this.lower = Ascii.bytes(lower);
        this.treatment = treatment;
    }

    Treatment treatment() {
        return treatment;
    }

    /** The name in lower case. */
    public String lowerName() {
        return Ascii.text(lower, 0, lower.length);
    }

    static Header of(int code) {
        return ALL[code];
    }

    /** A number below 64 for {@link #of}. */
    @SuppressWarnings("EnumOrdinal") // an index into tables made at start, stored nowhere
    int code() {
        return ordinal();
    }

    /** The step of the hash over folded name bytes that {@link #recognize} wants. */
    static int hash(int soFar, byte folded) {
        return 31 * soFar + folded;
    }

    private static int hash(byte[] name) {
        int hash = 0;
        for (byte b : name) {
            hash = hash(hash, b);
        }
        return hash;
    }

    /** The field whose name stands at {@code [start, end)} and has this hash. */
    static Header recognize(byte[] bytes, int start, int end, int hash) {
        for (int slot = hash & 255; BY_HASH[slot] != null; slot = slot + 1 & 255) {
            if (Ascii.equalsFolded(bytes, start, end, BY_HASH[slot].lower)) {
                return BY_HASH[slot];
            }
        }
        if ((bytes[start] | 0x20) == 'x') {
            if (Ascii.startsFolded(bytes, start, end, X_FORWARDED_ANY.lower)) {
                return X_FORWARDED_ANY;
            }
            if (Ascii.startsFolded(bytes, start, end, X_PASSGATE_ANY.lower)) {
                return X_PASSGATE_ANY;
            }
        }
        return OTHER;
    }
}
