package io.passgate.wire;

/**
 * The checks that stand between a scanned head and anybody who acts on it, in their order. Nobody is identified, and nothing
 * is sent to a hub, before all of them have passed; a request that fails one closes its connection.
 */
public final class RequestGuard {
    private static final byte[] CONTINUE = Ascii.bytes("100-continue");
    private static final byte[] WEBSOCKET = Ascii.bytes("websocket");
    private static final byte[] UPGRADE = Ascii.bytes("upgrade");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("keep-alive");
    private static final byte[] CLOSE = Ascii.bytes("close");

    private RequestGuard() {}

    /**
     * Completes {@code head} (body length, persistence, host, canonical path, upgrade) and drops what Connection names.
     *
     * @throws Malformed with the flaw to refuse it for
     */
    public static void check(RequestHead head) {
        if (head.method() == Method.CONNECT || head.method() == Method.TRACE) {
            throw new Malformed(Flaw.METHOD);
        }
        HopByHop.dropNominated(head);
        long length = BodyLength.of(head, head.http10());
        head.bodyLength = length == BodyLength.NONE_GIVEN ? 0 : length;
        head.keepAlive = head.http10()
                ? head.hasToken(Header.CONNECTION, KEEP_ALIVE) && !head.hasToken(Header.CONNECTION, CLOSE)
                : !head.hasToken(Header.CONNECTION, CLOSE);
        TargetGuard.check(head);
        int authorization = head.first(Header.AUTHORIZATION);
        if (authorization >= 0 && head.next(Header.AUTHORIZATION, authorization + 1) >= 0) {
            throw new Malformed(Flaw.AUTHORIZATION);
        }
        expectation(head);
        webSocket(head);
    }

    /** Drops what must not reach rules or hub: hop-by-hop, forwarded and identity fields. After they have been read. */
    public static void strip(RequestHead head) {
        HopByHop.strip(head);
    }

    private static void expectation(RequestHead head) {
        int expect = head.first(Header.EXPECT);
        if (expect < 0) {
            return;
        }
        boolean plain = Ascii.equalsLower(head.bytes, head.valueStart(expect), head.valueEnd(expect), CONTINUE);
        if (!plain || head.next(Header.EXPECT, expect + 1) >= 0) {
            throw new Malformed(Flaw.EXPECT);
        }
        head.expectContinue = !head.http10() && head.bodyLength != 0;
        if (!head.expectContinue) {
            head.drop(Header.EXPECT);
        }
    }

    /** Any upgrade but a WebSocket's is passed over (RFC 9110 §7.8): Upgrade is hop-by-hop and is not made anew. */
    private static void webSocket(RequestHead head) {
        if (head.method() != Method.GET
                || head.http10()
                || head.bodyLength != 0
                || !head.hasToken(Header.UPGRADE, WEBSOCKET)
                || !head.hasToken(Header.CONNECTION, UPGRADE)) {
            return;
        }
        if (!WebSockets.isHandshake(head)) {
            throw new Malformed(Flaw.WEBSOCKET);
        }
        head.webSocket = true;
    }
}
