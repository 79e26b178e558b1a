package io.passgate.hub;

import io.netty.buffer.ByteBuf;
import io.passgate.wire.ResponseHead;

/**
 * Hears of one exchange on a hub connection, on its event loop, in this order: {@code connected}, any number of {@code
 * informational}, {@code head}, any number of {@code body}, {@code ended} – or {@code failed} at any point, after which nothing
 * more comes.
 */
public interface HubReply {
    /** A connection is there, and is this exchange's until {@link HubConnection#giveBack} or {@link HubConnection#close}. */
    void connected(HubConnection connection);

    /** A 1xx head other than 101. Valid during the call. */
    void informational(ResponseHead head);

    /**
     * The head of the answer, 101 included; after 101 everything up to the end of the connection comes as body. Valid during the
     * call; who needs it longer calls {@link HubConnection#hold}.
     */
    void head(ResponseHead head);

    /** A part of the body, never empty; its reference goes to the callee. */
    void body(ByteBuf part);

    /** The answer is complete. */
    void ended();

    /**
     * The connection could not be made or is gone, and is no longer the callee's.
     *
     * @param untouched whether a connection that had served before died without a byte of an answer, so that the hub probably
     *     never saw the request
     */
    void failed(HubFault.Kind kind, boolean untouched);

    /** What was read at once has been delivered: the moment to flush. */
    void readComplete();

    /** Whether more should be sent to the hub now. */
    void writabilityChanged(boolean writable);
}
