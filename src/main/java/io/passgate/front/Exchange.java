package io.passgate.front;

import io.passgate.wire.RequestHead;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * One request and its answer as the gatekeeper sees it. Confined to the connection's event loop. Calls that come too late,
 * because the client has gone or the exchange is over, do nothing.
 */
public interface Exchange {
    /** The checked head: canonical path, no hop-by-hop, forwarded or identity field. Valid until one of the answers below. */
    RequestHead head();

    /** The virtual proxy the request is for. */
    VirtualProxyRoute route();

    /** The TCP peer's address in textual form: what trusted headers are checked against, never one that was forwarded. */
    String peerAddress();

    /** The client's address in textual form: the TCP peer's, or what a trusted proxy says. */
    String clientAddress();

    /** Whether the client came over TLS, to us or to a trusted proxy. */
    boolean secure();

    /** Whether this is a valid request for a WebSocket. */
    boolean webSocket();

    /** Whether a person is looking: a navigation by Sec-Fetch-Dest, else an Accept that names HTML. */
    boolean browser();

    /** A name for this request, to be told to the client and to the log. */
    String requestId();

    /** Where to come back to from elsewhere. */
    ScheduledExecutorService executor();

    /** What was remembered with the connection. */
    ConnectionMemo memo();

    /** Remembers something with the connection. */
    void memo(ConnectionMemo memo);

    /**
     * Reads the request's body before it is answered; for the gate's own small forms.
     *
     * @param most longest body taken, in bytes
     * @param then called once on the event loop with the whole body; with an empty one when there is none, it is longer than
     *     {@code most}, or does not say how long it is
     */
    void readBody(int most, Consumer<byte[]> then);

    /** Sends the request to the hub. */
    void pass(Passage passage);

    /** Answers it. The rest of the request is thrown away within a limit, or the connection closed. */
    void answer(LocalAnswer answer);

    /** Answers a WebSocket request: 101, the messages, the close. */
    void answerSocket(SocketAnswer answer);

    /**
     * Ends an exchange that has passed, at any time: a WebSocket gets the messages and the close between two messages of the hub
     * (after a second it is cut); any other answer is cut. Does nothing while the gatekeeper still has to answer.
     */
    void end(SocketAnswer answer);

    /** Runs once when the exchange is over, however it ended; at once when it is. */
    void onEnd(Runnable action);
}
