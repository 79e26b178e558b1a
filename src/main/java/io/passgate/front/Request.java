package io.passgate.front;

import io.passgate.wire.Header;
import io.passgate.wire.Method;
import io.passgate.wire.RequestHead;
import io.passgate.wire.Sender;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What of a request is needed after its head has been given back. Immutable.
 *
 * @param browser whether a person looks at the answer
 * @param again path and query of what a person reads, for the page of a fault; empty for anything else, so that nothing is kept
 *     of most requests
 */
record Request(
        Method method,
        Sender sender,
        boolean keepAlive,
        boolean http10,
        boolean webSocket,
        boolean expectContinue,
        boolean bodyless,
        boolean browser,
        Optional<String> again) {
    private static final byte[] DOCUMENT = "document".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HTML = "text/html".getBytes(StandardCharsets.US_ASCII);

    static Request of(RequestHead head, Sender sender) {
        boolean browser = looksLikeBrowser(head);
        return new Request(
                head.method(),
                sender,
                head.keepAlive(),
                head.http10(),
                head.webSocket(),
                head.expectContinue(),
                head.bodyLength() == 0,
                browser,
                browser && reads(head.method()) ? Optional.of(head.path() + head.query()) : Optional.empty());
    }

    private static boolean reads(Method method) {
        return method == Method.GET || method == Method.HEAD;
    }

    private static boolean looksLikeBrowser(RequestHead head) {
        if (head.has(Header.SEC_FETCH_DEST)) {
            return head.hasToken(Header.SEC_FETCH_DEST, DOCUMENT);
        }
        return head.contains(Header.ACCEPT, HTML);
    }

    /** Whether it may be sent once more on another connection (RFC 9110 §9.2.2). */
    boolean repeatable() {
        return bodyless && !webSocket && method.idempotent();
    }
}
