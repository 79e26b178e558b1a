package io.passgate.front;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.passgate.hub.ConnectionAuth;
import io.passgate.hub.HubConnection;
import io.passgate.hub.HubFault;
import io.passgate.hub.HubLane;
import io.passgate.hub.HubReply;
import io.passgate.hub.HubSettings.HostRule;
import io.passgate.wire.HeadWriter;
import io.passgate.wire.Header;
import io.passgate.wire.Method;
import io.passgate.wire.Persistence;
import io.passgate.wire.RequestHead;
import io.passgate.wire.ResponseHead;
import io.passgate.wire.Sender;
import io.passgate.wire.WebSockets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its answer, between a client connection and a hub connection of the same event loop. Confined to it. */
final class HttpExchange implements Exchange, HubReply {
    private static final Logger LOG = LoggerFactory.getLogger(HttpExchange.class);
    private static final int SMALL_BODY = 8 << 10;
    private static final byte[] KEEP_HOST = {};
    private static final byte[] DOCUMENT = "document".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HTML = "text/html".getBytes(StandardCharsets.US_ASCII);

    private enum Stage {
        /** The gatekeeper has the word. */
        DECIDING,
        CONNECTING,
        /** The request is on its way, nothing of an answer has come. */
        SENT,
        /** The head of the answer waits for the response guard. */
        GUARDING,
        /** The answer flows to the client. */
        ANSWERING,
        TUNNEL,
        OVER
    }

    private final ClientConnection client;
    private final Wiring wiring;
    private final Sender sender;
    private final @Nullable VirtualProxyRoute route;
    private final boolean keepAlive;
    private final boolean http10;
    private final boolean webSocket;
    private final boolean expectContinue;
    private final boolean bodyless;
    private final boolean browser;
    private final Method method;
    private final RequestHead head;
    private Stage stage = Stage.DECIDING;
    private Passage passage = Passage.PLAIN;
    private String requestId = "";
    private byte[] accept = {};
    private List<Runnable> onEnd = List.of();
    /** The request head while it may have to be sent again. */
    private ByteBuf sent = Unpooled.EMPTY_BUFFER;
    /** The answer's head until its first body bytes or the end of the read join it. */
    private ByteBuf held = Unpooled.EMPTY_BUFFER;

    private @Nullable SmallBody ownBody;
    private @Nullable HubLane lane;
    private @Nullable HubConnection hub;
    private @Nullable Tunnel tunnel;
    private boolean keep;
    private boolean repeatable;
    private boolean retried;
    private boolean bindsHub;
    private boolean bodyBegun;
    private long pendingAtLastWatch;

    HttpExchange(
            ClientConnection client,
            Wiring wiring,
            RequestHead head,
            Sender sender,
            @Nullable VirtualProxyRoute route) {
        this.client = client;
        this.wiring = wiring;
        this.head = head;
        this.sender = sender;
        this.route = route;
        this.keepAlive = head.keepAlive();
        this.http10 = head.http10();
        this.webSocket = head.webSocket();
        this.expectContinue = head.expectContinue();
        this.bodyless = head.bodyLength() == 0;
        this.method = head.method();
        this.browser = looksLikeBrowser(head);
    }

    private static boolean looksLikeBrowser(RequestHead head) {
        if (head.has(Header.SEC_FETCH_DEST)) {
            return head.hasToken(Header.SEC_FETCH_DEST, DOCUMENT);
        }
        return head.contains(Header.ACCEPT, HTML);
    }

    // ---- what the gatekeeper sees ----

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
        return sender.address();
    }

    @Override
    public boolean secure() {
        return sender.secure();
    }

    @Override
    public boolean webSocket() {
        return webSocket;
    }

    @Override
    public boolean browser() {
        return browser;
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

    @Override
    public void onEnd(Runnable action) {
        if (stage == Stage.OVER) {
            action.run();
            return;
        }
        if (onEnd.isEmpty()) {
            onEnd = new ArrayList<>(1);
        }
        onEnd.add(action);
    }

    // ---- the decision ----

    /** Asks the gatekeeper. */
    void begin() {
        if (route == null) {
            fault(Fault.NO_SUCH_PLACE);
            return;
        }
        try {
            wiring.gatekeeper().arrived(this);
        } catch (RuntimeException e) {
            LOG.error("request {}: the gatekeeper failed", requestId(), e);
            refuse(Fault.of(e));
        }
    }

    boolean undecided() {
        return stage == Stage.DECIDING;
    }

    @Override
    public void pass(Passage how) {
        if (stage != Stage.DECIDING) {
            return;
        }
        passage = how;
        HubLane chosen = route().hub().lane(client.loop().executor());
        lane = chosen;
        byte[] host =
                chosen.settings().host() == HostRule.KEEP && !head.host().isEmpty() ? KEEP_HOST : chosen.authority();
        sent = client.channel().alloc().buffer(HeadWriter.requestSize(head, sender, how.edit()));
        HeadWriter.request(sent, head, sender, host, how.edit());
        if (webSocket) {
            accept = WebSockets.acceptFor(head);
        }
        bindsHub = ConnectionAuth.in(head, Header.AUTHORIZATION);
        stage = Stage.CONNECTING;
        client.watchFor(chosen.settings().responseTimeout());
        HubConnection own = client.takeBound(chosen);
        if (own != null && own.isActive()) {
            own.again(this);
        } else {
            chosen.open(this, false);
        }
    }

    @Override
    public void readBody(int most, Consumer<byte[]> then) {
        if (stage != Stage.DECIDING) {
            return;
        }
        if (head.bodyLength() <= 0 || head.bodyLength() > most) {
            then.accept(new byte[0]);
            return;
        }
        ownBody = new SmallBody((int) head.bodyLength(), then);
        client.resume();
    }

    @Override
    public void answer(LocalAnswer answer) {
        if (stage == Stage.DECIDING) {
            local(answer, mayKeep());
        }
    }

    @Override
    public void answerSocket(SocketAnswer answer) {
        if (stage != Stage.DECIDING) {
            return;
        }
        if (!webSocket) {
            throw new IllegalStateException("answerSocket: not a WebSocket request");
        }
        wiring.traffic().answered(101);
        AnswerWriter.writeSocket(client, head, answer);
        over(false);
    }

    private boolean mayKeep() {
        return keepAlive && !http10 && bodyWillCome() && !client.loop().draining();
    }

    /** Whether it is certain that the rest of the request follows; a client that waits for 100 may send it or not. */
    private boolean bodyWillCome() {
        return !expectContinue || bodyBegun || client.bodyDone();
    }

    private void fault(Fault fault) {
        local(wiring.answers().fault(fault, browser, requestId()), mayKeep());
    }

    private void local(LocalAnswer answer, boolean keepOpen) {
        wiring.traffic().answered(answer.status());
        dropHub();
        AnswerWriter.write(client, answer, requestId(), method == Method.HEAD, !keepOpen);
        over(keepOpen);
    }

    /** The request turned out not to be servable: an answer if none has begun, and the end of the connection. */
    void refuse(Fault fault) {
        if (stage == Stage.OVER) {
            client.closeGracefully();
        } else if (stage.compareTo(Stage.ANSWERING) >= 0) {
            cut();
        } else {
            local(wiring.answers().fault(fault, browser, requestId()), false);
        }
    }

    // ---- the request on its way ----

    boolean takesBody() {
        return ownBody != null || (hub != null && hub.isWritable());
    }

    boolean tunneling() {
        return stage == Stage.TUNNEL;
    }

    void bodyPart(ByteBuf part, boolean last) {
        bodyBegun = true;
        if (ownBody != null) {
            ownBody.add(part);
            return;
        }
        if (hub == null) {
            part.release();
            return;
        }
        hub.write(part);
        if (!client.inRead()) {
            hub.flush();
        }
        if (stage == Stage.SENT) {
            client.watchFor(
                    last && lane != null
                            ? lane.settings().responseTimeout()
                            : wiring.limits().uploadIdle());
        }
    }

    void socketPart(ByteBuf part) {
        if (tunnel == null || hub == null) {
            part.release();
            return;
        }
        touchSocket(tunnel);
        tunnel.fromClient(part);
        if (hub != null && !hub.isWritable()) {
            client.reading(false);
        }
    }

    /** Nothing that arrives extends the time of a socket that is being ended. */
    private void touchSocket(Tunnel socket) {
        if (!socket.ending()) {
            client.watchFor(wiring.limits().socketIdle());
        }
    }

    void flushHub() {
        if (hub != null) {
            hub.flush();
        }
    }

    // ---- the hub's answer ----

    @Override
    public void connected(HubConnection connection) {
        if (stage != Stage.CONNECTING) {
            connection.close();
            return;
        }
        hub = connection;
        stage = Stage.SENT;
        connection.expectAnswerToHead(method == Method.HEAD);
        if (bindsHub) {
            connection.bind();
        }
        repeatable = connection.served() && bodyless && !webSocket && method.idempotent() && !retried;
        ByteBuf out = sent;
        sent = repeatable ? out.retain() : Unpooled.EMPTY_BUFFER;
        connection.write(out);
        if (!client.inRead()) {
            connection.flush();
        }
        if (!bodyless) {
            client.watchFor(wiring.limits().uploadIdle());
        }
        client.resume();
    }

    @Override
    public void informational(ResponseHead answer) {
        if (!http10) {
            ByteBuf out = client.channel().alloc().buffer(HeadWriter.responseSize(answer, List.of()));
            HeadWriter.response(out, answer, Persistence.KEEP, passage.edit(), List.of());
            client.write(out);
        }
    }

    @Override
    public void head(ResponseHead answer) {
        releaseSent();
        if (answer.status() == 101 && !(webSocket && answer.opensWebSocket(accept))) {
            hubFault(HubFault.Kind.MALFORMED);
            return;
        }
        stage = Stage.GUARDING;
        if (passage.guard().isEmpty()) {
            forward(answer, passage.setCookies());
            return;
        }
        GuardVerdict verdict = new GuardVerdict(answer);
        passage.guard().get().answered(answer, verdict);
        if (stage == Stage.GUARDING && hub != null) {
            verdict.waits = true;
            client.watchFor(wiring.limits().decision());
            hub.hold();
        }
    }

    /** What the response guard decides; each call counts only while it is waited for. */
    private final class GuardVerdict implements ResponseVerdict {
        private final ResponseHead answer;
        private boolean waits;

        GuardVerdict(ResponseHead answer) {
            this.answer = answer;
        }

        @Override
        public void forward(List<String> setCookies) {
            if (stage != Stage.GUARDING) {
                return;
            }
            List<String> all = new ArrayList<>(passage.setCookies());
            all.addAll(setCookies);
            HttpExchange.this.forward(answer, all);
            if (waits && hub != null) {
                hub.proceed();
            }
        }

        @Override
        public void replace(LocalAnswer instead) {
            if (stage == Stage.GUARDING) {
                local(instead, mayKeep());
            }
        }
    }

    private void forward(ResponseHead answer, List<String> setCookies) {
        boolean upgrade = answer.status() == 101;
        boolean delimited = answer.bodyLength() != ResponseHead.UNTIL_CLOSE
                && !(http10 && answer.bodyLength() == RequestHead.CHUNKED);
        keep = keepAlive && delimited && bodyWillCome() && !client.loop().draining();
        Persistence persistence = upgrade ? Persistence.UPGRADE : Persistence.of(keep, http10);
        int follows = hub == null ? 0 : Math.min(hub.available(), SMALL_BODY);
        held = client.channel().alloc().buffer(HeadWriter.responseSize(answer, setCookies) + follows);
        HeadWriter.response(held, answer, persistence, passage.edit(), setCookies);
        wiring.traffic().answered(answer.status());
        if (hub != null && http10 && answer.bodyLength() == RequestHead.CHUNKED) {
            hub.contentOnly(answer);
        }
        stage = upgrade ? Stage.TUNNEL : Stage.ANSWERING;
        client.watchFor(upgrade ? wiring.limits().socketIdle() : wiring.limits().answerIdle());
        if (upgrade && hub != null) {
            tunnel = new Tunnel(client, hub, passage.activity(), this::socketOver);
            client.resume();
            if (client.loop().draining()) {
                writeHeld();
                drain();
            }
        }
    }

    @Override
    public void body(ByteBuf part) {
        if (tunnel != null) {
            touchSocket(tunnel);
            writeHeld();
            tunnel.fromHub(part);
        } else if (held.isReadable() && part.readableBytes() <= SMALL_BODY) {
            held.writeBytes(part);
            part.release();
            writeHeld();
        } else {
            writeHeld();
            client.write(part);
            client.watchFor(wiring.limits().answerIdle());
        }
        if (hub != null && !client.channel().isWritable()) {
            client.flush();
            if (hub != null && !client.channel().isWritable()) {
                hub.reading(false);
            }
        }
    }

    @Override
    public void ended() {
        writeHeld();
        client.flush();
        if (tunnel != null) {
            dropHub();
            over(false);
            return;
        }
        HubConnection done = hub;
        HubLane from = lane;
        hub = null;
        if (done != null) {
            if (client.bodyDone()) {
                done.giveBack();
                if (done.bound() && done.isActive() && from != null) {
                    client.keepBound(from, done);
                }
            } else {
                done.close();
            }
        }
        over(keep);
    }

    @Override
    public void readComplete() {
        writeHeld();
        client.flush();
    }

    private void writeHeld() {
        if (held.isReadable()) {
            ByteBuf out = held;
            held = Unpooled.EMPTY_BUFFER;
            client.write(out);
        }
    }

    @Override
    public void writabilityChanged(boolean writable) {
        if (writable) {
            client.resume();
        }
    }

    void clientWritable(boolean writable) {
        if (hub != null && stage != Stage.GUARDING) {
            hub.reading(writable);
        }
    }

    @Override
    public void failed(HubFault.Kind kind, boolean untouched) {
        hub = null;
        if (untouched && repeatable && lane != null) {
            repeatable = false;
            retried = true;
            sent.readerIndex(0);
            stage = Stage.CONNECTING;
            lane.open(this, true);
            return;
        }
        hubFault(kind);
    }

    private void hubFault(HubFault.Kind kind) {
        if (stage == Stage.OVER) {
            return;
        }
        wiring.traffic().hubFailed(kind);
        Fault fault = Fault.of(new HubFault(kind));
        LOG.info("request {}: {}", requestId(), fault.detail());
        if (stage.compareTo(Stage.ANSWERING) >= 0) {
            cut();
        } else {
            fault(fault);
        }
    }

    // ---- the end ----

    @Override
    public void end(SocketAnswer answer) {
        if (tunnel != null && stage == Stage.TUNNEL) {
            tunnel.end(answer);
        } else if (stage != Stage.OVER && stage != Stage.DECIDING) {
            cut();
        }
    }

    void drain() {
        if (stage == Stage.TUNNEL) {
            end(SocketAnswer.close(1012, "the gate restarts"));
        }
    }

    void timedOut() {
        switch (stage) {
            case DECIDING, GUARDING -> refuse(Fault.UNDECIDED);
            case CONNECTING -> client.watchFor(wiring.limits().uploadIdle());
            case SENT -> {
                boolean hubsTurn = client.bodyDone() || !takesBody() || (expectContinue && !bodyBegun);
                if (hubsTurn) {
                    hubFault(HubFault.Kind.NO_ANSWER);
                } else {
                    refuse(Fault.HEAD_TIMEOUT);
                }
            }
            case ANSWERING -> {
                long pending = client.channel().bytesBeforeWritable();
                if (pending == pendingAtLastWatch) {
                    cut();
                } else {
                    pendingAtLastWatch = pending;
                    client.watchFor(wiring.limits().answerIdle());
                }
            }
            case TUNNEL -> end(SocketAnswer.close(1001, "idle"));
            case OVER -> client.closeGracefully();
        }
    }

    /** A socket that was ended by us, or lost its place, is over. */
    private void socketOver(boolean politely) {
        if (politely) {
            dropHub();
            over(false);
        } else {
            cut();
        }
    }

    private void cut() {
        dropHub();
        client.abort();
        over(false);
    }

    void clientGone() {
        dropHub();
        stage = Stage.OVER;
        release();
    }

    private void dropHub() {
        if (hub != null) {
            hub.close();
            hub = null;
        }
    }

    private void over(boolean keepOpen) {
        stage = Stage.OVER;
        release();
        client.finished(keepOpen);
    }

    private void release() {
        releaseSent();
        held.release();
        held = Unpooled.EMPTY_BUFFER;
        List<Runnable> actions = onEnd;
        onEnd = List.of();
        actions.forEach(Runnable::run);
    }

    private void releaseSent() {
        repeatable = false;
        sent.release();
        sent = Unpooled.EMPTY_BUFFER;
    }
}
