package io.passgate.front;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.passgate.hub.ConnectionAuth;
import io.passgate.hub.HubConnection;
import io.passgate.hub.HubLane;
import io.passgate.hub.HubReply;
import io.passgate.hub.HubSettings.HostRule;
import io.passgate.wire.HeadWriter;
import io.passgate.wire.Header;
import io.passgate.wire.Method;
import io.passgate.wire.RequestHead;
import io.passgate.wire.WebSockets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way to the hub: its connection, and its head for as long as it may have to be sent once more. Confined to the
 * event loop.
 */
final class HubLeg {
    private static final byte[] KEEP_HOST = {};

    private final ClientConnection client;
    private final Request request;
    private final HubLane lane;
    private final boolean binds;
    private final byte[] accept;
    private ByteBuf head;
    private @Nullable HubConnection connection;
    private boolean repeatable;
    private boolean repeated;

    /** Writes the head as the hub gets it; {@code from} is not needed any more after that. */
    HubLeg(ClientConnection client, Request request, HubLane lane, RequestHead from, Passage how) {
        this.client = client;
        this.request = request;
        this.lane = lane;
        this.binds = ConnectionAuth.in(from, Header.AUTHORIZATION);
        this.accept = request.webSocket() ? WebSockets.acceptFor(from) : KEEP_HOST;
        boolean keepHost =
                lane.settings().host() == HostRule.KEEP && !from.host().isEmpty();
        this.head = client.channel().alloc().buffer(HeadWriter.requestSize(from, request.sender(), how.edit()));
        HeadWriter.request(head, from, request.sender(), keepHost ? KEEP_HOST : lane.authority(), how.edit());
    }

    /** Finds a connection: the client's own where NTLM or Negotiate tied one to it, else any. */
    void open(HubReply reply) {
        HubConnection own = client.bound().take(lane);
        if (own != null && own.isActive()) {
            own.again(reply);
        } else {
            lane.open(reply, false);
        }
    }

    /** Sends the head. */
    void connected(HubConnection to) {
        connection = to;
        to.expectAnswerToHead(request.method() == Method.HEAD);
        if (binds) {
            to.bind();
        }
        repeatable = to.served() && request.repeatable() && !repeated;
        ByteBuf out = head;
        head = repeatable ? out.retain() : Unpooled.EMPTY_BUFFER;
        write(out);
    }

    /** Sends the request once more on a fresh connection, if it may be; false if not. */
    boolean openAgain(HubReply reply) {
        connection = null;
        if (!repeatable) {
            return false;
        }
        repeatable = false;
        repeated = true;
        head.readerIndex(0);
        lane.open(reply, true);
        return true;
    }

    /** An answer has begun: nothing is sent again. */
    void answered() {
        repeatable = false;
        head.release();
        head = Unpooled.EMPTY_BUFFER;
    }

    /** What the right Sec-WebSocket-Accept of the answer is. */
    byte[] accept() {
        return accept;
    }

    Duration responseTimeout() {
        return lane.settings().responseTimeout();
    }

    @Nullable
    HubConnection connection() {
        return connection;
    }

    boolean isWritable() {
        return connection != null && connection.isWritable();
    }

    /** Sends a part of the request, at the latest when the client's read has been worked off; takes over its reference. */
    void write(ByteBuf part) {
        if (connection == null) {
            part.release();
            return;
        }
        connection.write(part);
        if (!client.inRead()) {
            connection.flush();
        }
    }

    void flush() {
        if (connection != null) {
            connection.flush();
        }
    }

    void reading(boolean on) {
        if (connection != null) {
            connection.reading(on);
        }
    }

    /** The answer is complete: the connection can serve somebody else if the whole request went through it. */
    void done() {
        HubConnection served = connection;
        connection = null;
        if (served == null) {
            return;
        }
        if (!client.bodyDone()) {
            served.close();
            return;
        }
        served.giveBack();
        if (served.bound() && served.isActive()) {
            client.bound().keep(lane, served);
            if (!client.channel().isActive()) {
                client.bound().close();
            }
        }
    }

    /** Gives up: closes the connection and keeps nothing. Harmless when all is done. */
    void drop() {
        answered();
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
