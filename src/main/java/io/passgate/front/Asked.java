package io.passgate.front;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.passgate.wire.RequestHead;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the gatekeeper is asked about: the request as it sees it, and its word on it, which counts once. Confined to the event
 * loop.
 */
final class Asked implements Exchange {
    private final HttpExchange exchange;
    private final ClientConnection client;
    private final RequestHead head;
    private final Request request;
    private final @Nullable VirtualProxyRoute route;
    private String requestId = "";
    private List<Runnable> onEnd = List.of();
    private @Nullable SmallBody body;
    private boolean over;

    Asked(
            HttpExchange exchange,
            ClientConnection client,
            RequestHead head,
            Request request,
            @Nullable VirtualProxyRoute route) {
        this.exchange = exchange;
        this.client = client;
        this.head = head;
        this.request = request;
        this.route = route;
    }

    @Override
    public RequestHead head() {
        return head;
    }

    @Override
    public VirtualProxyRoute route() {
        if (route == null) {
            throw new IllegalStateException("a request without a virtual proxy does not get this far");
        }
        return route;
    }

    @Override
    public String peerAddress() {
        return client.peerAddress();
    }

    @Override
    public String clientAddress() {
        return request.sender().address();
    }

    @Override
    public boolean secure() {
        return request.sender().secure();
    }

    @Override
    public boolean webSocket() {
        return request.webSocket();
    }

    @Override
    public boolean browser() {
        return request.browser();
    }

    @Override
    public String requestId() {
        if (requestId.isEmpty()) {
            requestId = client.loop().nextRequestId();
        }
        return requestId;
    }

    @Override
    public EventLoop executor() {
        return client.loop().executor();
    }

    @Override
    public ConnectionMemo memo() {
        return client.memo;
    }

    @Override
    public void memo(ConnectionMemo memo) {
        client.memo = memo;
    }

    private boolean undecided() {
        return exchange.stage() == Stage.DECIDING;
    }

    @Override
    public void readBody(int most, Consumer<byte[]> then) {
        if (!undecided()) {
            return;
        }
        if (head.bodyLength() <= 0 || head.bodyLength() > most) {
            then.accept(new byte[0]);
            return;
        }
        body = new SmallBody((int) head.bodyLength(), then);
        client.resume();
    }

    /** Whether the body is read for the gatekeeper. */
    boolean readsBody() {
        return body != null;
    }

    /** A part of the body it reads; takes over its reference. */
    void bodyPart(ByteBuf part) {
        if (body == null) {
            part.release();
        } else {
            body.add(part);
        }
    }

    @Override
    public void pass(Passage how) {
        if (undecided()) {
            exchange.send(how);
        }
    }

    @Override
    public void answer(LocalAnswer answer) {
        if (undecided()) {
            exchange.replace(answer);
        }
    }

    @Override
    public void answerSocket(SocketAnswer answer) {
        if (!undecided()) {
            return;
        }
        if (!request.webSocket()) {
            throw new IllegalStateException("answerSocket: not a WebSocket request");
        }
        exchange.refuseSocket(answer);
    }

    @Override
    public void end(SocketAnswer answer) {
        exchange.end(answer);
    }

    @Override
    public void onEnd(Runnable action) {
        if (over) {
            action.run();
            return;
        }
        if (onEnd.isEmpty()) {
            onEnd = new ArrayList<>(1);
        }
        onEnd.add(action);
    }

    /** The exchange is over: runs what waits for that. */
    void over() {
        over = true;
        List<Runnable> actions = onEnd;
        onEnd = List.of();
        actions.forEach(Runnable::run);
    }
}
