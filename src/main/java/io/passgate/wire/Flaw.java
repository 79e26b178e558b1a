package io.passgate.wire;

/**
 * What can be wrong with a message, with the status a client is refused with. The same flaw in an answer of the hub is a 502.
 *
 * <p>Each names its clause: 9110 and 9112 are the RFCs of HTTP, 6455 that of WebSocket, 3986 that of URIs.
 */
public enum Flaw {
    /** 9112 §2.2: a line ends with LF alone. */
    BARE_LF(400, "a line ends without carriage return"),
    /** 9112 §2.2: CR not followed by LF. */
    BARE_CR(400, "a carriage return stands alone"),
    /** 9112 §3. */
    REQUEST_LINE(400, "the request line is not METHOD SP target SP version"),
    /** 9112 §3.2, 3986 §2. */
    TARGET(400, "the request target holds a character or form that is not allowed"),
    /** 3986 §6: encoded slash, backslash or NUL, a broken percent sequence. */
    PATH(400, "the path cannot be read in one way only"),
    /** 9110 §2.5. */
    VERSION(505, "only HTTP/1.0 and HTTP/1.1 are spoken here"),
    /** 9110 §9.3.6, §9.3.8. */
    METHOD(405, "CONNECT and TRACE are not served"),
    /** 9112 §3. */
    LONG_REQUEST_LINE(414, "the request line is too long"),
    /** 6585 §5. */
    LARGE_HEAD(431, "the header section is too large"),
    /** 6585 §5. */
    MANY_FIELDS(431, "there are too many header fields"),
    /** 9112 §5.1: also an empty name. */
    FIELD_NAME(400, "a header field name is empty or holds a character that is not allowed"),
    /** 9112 §5.1. */
    SPACE_BEFORE_COLON(400, "whitespace stands between a header field name and its colon"),
    /** 9112 §5.2. */
    OBS_FOLD(400, "a header field is folded over lines"),
    /** 9110 §5.5: also NUL. */
    FIELD_VALUE(400, "a header field value holds a control character"),
    /** 9112 §3.2. */
    HOST(400, "the Host header field is missing, sent twice, not valid, or differs from the request target"),
    /** 9112 §6.3. */
    CONTENT_LENGTH(400, "Content-Length is not one plain number"),
    /** 9112 §6.1. */
    TRANSFER_ENCODING(400, "Transfer-Encoding is not exactly chunked, or sent with HTTP/1.0"),
    /** 9112 §6.1. */
    LENGTH_AND_ENCODING(400, "both Content-Length and Transfer-Encoding are sent"),
    /** 9110 §7.6.1: naming a field that decides framing, routing or identity. */
    CONNECTION(400, "Connection names a header field that must not be removed"),
    /** 9110 §11.6.2: a credential sent twice. */
    AUTHORIZATION(400, "Authorization is sent twice"),
    /** 9110 §10.1.1. */
    EXPECT(417, "only 100-continue can be expected"),
    /** 6455 §4.2.1. */
    WEBSOCKET(400, "the WebSocket handshake is not valid"),
    /** 9112 §7.1. */
    CHUNK(400, "the chunked body is malformed"),
    /** 9112 §7.1.2. */
    TRAILER(400, "the trailer section is malformed or too large"),
    /** 9112 §4. */
    STATUS_LINE(502, "the status line is malformed"),
    /** 6455 §5. */
    FRAME(1002, "a WebSocket frame is malformed");

    private final int status;
    private final String text;

    Flaw(int status, String text) {
        this.status = status;
        this.text = text;
    }

    /** The HTTP status a request with this flaw is refused with ({@link #FRAME}: the WebSocket close code). */
    public int status() {
        return status;
    }

    /** One sentence for the sender, without anything they sent. */
    public String text() {
        return text;
    }
}
