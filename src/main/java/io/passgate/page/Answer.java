package io.passgate.page;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A whole HTTP answer as a value. The framing (Content-Length, Date, Connection) and CORS headers are for whoever sends it.
 * Immutable.
 *
 * @param status the HTTP status
 * @param headers in the order in which they are sent; values hold neither CR nor LF
 * @param body the body as text, sent in UTF-8
 */
public record Answer(int status, List<Header> headers, String body) {

    /** Copies. */
    public Answer {
        headers = List.copyOf(headers);
    }

    /** The body as it is sent: a fresh array. */
    public byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * One header field.
     *
     * @param name in its usual spelling
     * @param value without line breaks
     */
    public record Header(String name, String value) {

        /** @throws IllegalArgumentException when the value holds a control character (RFC 9110 §5.5) */
        public Header {
            if (value.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
                throw new IllegalArgumentException("the value of " + name + " holds a control character");
            }
        }
    }
}
