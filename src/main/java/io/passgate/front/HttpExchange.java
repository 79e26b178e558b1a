package io.passgate.front;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.passgate.hub.HubConnection;
import io.passgate.hub.HubFault;
import io.passgate.hub.HubReply;
import io.passgate.wire.Method;
import io.passgate.wire.Persistence;
import io.passgate.wire.RequestHead;
import io.passgate.wire.ResponseHead;
import io.passgate.wire.Sender;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its answer, between a client connection and a hub connection of the same event loop. Confined to it. */
final class HttpExchange implements Exchange, HubReply {
    private static final Logger LOG = LoggerFactory.getLogger(HttpExchange.class);

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
    private final RequestHead head;
    private final Request request;
    private final @Nullable VirtualProxyRoute route;
    private final AnswerLeg answering;
    private Stage stage = Stage.DECIDING;
    private Passage passage = Passage.PLAIN;
    private String requestId = "";
    private List<Runnable> onEnd = List.of();
    private @Nullable SmallBody ownBody;
    private @Nullable HubLeg hub;
    private @Nullable Tunnel tunnel;
    private boolean keep;
    private boolean bodyBegun;
    private long pendingAtLastWatch;

    private @Nullable Account account;

    HttpExchange(
            ClientConnection client,
            Wiring wiring,
            RequestHead head,
            Sender sender,
            @Nullable VirtualProxyRoute route) {
        this.client = client;
        this.wiring = wiring;
        this.head = head;
        this.request = Request.of(head, sender);
        this.route = route;
        this.answering = new AnswerLeg(client);
        this.account = wiring.traffic().wantsServed() ? new Account(this, route == null ? "-" : route.prefix()) : null;
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
    public void pass(Passage how) {
        if (stage != Stage.DECIDING) {
            return;
        }
        passage = how;
        stage = Stage.CONNECTING;
        HubLeg leg =
                new HubLeg(client, request, route().hub().lane(client.loop().executor()), head, how);
        hub = leg;
        client.watchFor(leg.responseTimeout());
        leg.open(this);
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
        if (!request.webSocket()) {
            throw new IllegalStateException("answerSocket: not a WebSocket request");
        }
        answered(101);
        AnswerWriter.writeSocket(client, head, answer);
        over(false);
    }

    private boolean mayKeep() {
        return request.keepAlive()
                && !request.http10()
                && bodyWillCome()
                && !client.loop().draining();
    }

    /** Whether it is certain that the rest of the request follows; a client that waits for 100 may send it or not. */
    private boolean bodyWillCome() {
        return !request.expectContinue() || bodyBegun || client.bodyDone();
    }

    private void fault(Fault fault) {
        local(wiring.answers().fault(fault, request.browser(), request.again(), requestId()), mayKeep());
    }

    private void local(LocalAnswer answer, boolean keepOpen) {
        answered(answer.status());
        if (account != null && request.method() != Method.HEAD) {
            account.out(answer.body().length);
        }
        dropHub();
        AnswerWriter.write(client, answer, requestId(), request.method() == Method.HEAD, !keepOpen);
        over(keepOpen);
    }

    /** The request turned out not to be servable: an answer if none has begun, and the end of the connection. */
    void refuse(Fault fault) {
        if (stage == Stage.OVER) {
            client.closeGracefully();
        } else if (stage.compareTo(Stage.ANSWERING) >= 0) {
            cut();
        } else {
            local(wiring.answers().fault(fault, request.browser(), request.again(), requestId()), false);
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
        if (account != null) {
            account.in(part.readableBytes());
        }
        if (ownBody != null) {
            ownBody.add(part);
        } else if (hub != null) {
            hub.write(part);
            if (stage == Stage.SENT) {
                client.watchFor(last ? hub.responseTimeout() : wiring.limits().uploadIdle());
            }
        } else {
            part.release();
        }
    }

    void socketPart(ByteBuf part) {
        if (tunnel == null) {
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

    @Override
    public void connected(HubConnection connection) {
        if (stage != Stage.CONNECTING || hub == null) {
            connection.close();
            return;
        }
        stage = Stage.SENT;
        hub.connected(connection);
        if (!request.bodyless()) {
            client.watchFor(wiring.limits().uploadIdle());
        }
        client.resume();
    }

    @Override
    public void writabilityChanged(boolean writable) {
        if (writable) {
            client.resume();
        }
    }

    // ---- the hub's answer ----

    @Override
    public void informational(ResponseHead answer) {
        if (!request.http10()) {
            answering.interim(answer, passage.edit());
        }
    }

    @Override
    public void head(ResponseHead answer) {
        HubLeg leg = hub;
        if (leg == null || leg.connection() == null) {
            return;
        }
        leg.answered();
        if (answer.status() == 101 && !(request.webSocket() && answer.opensWebSocket(leg.accept()))) {
            hubFault(HubFault.Kind.MALFORMED);
            return;
        }
        stage = Stage.GUARDING;
        if (passage.guard().isEmpty()) {
            forward(answer, passage.setCookies());
            return;
        }
        GuardVerdict verdict = new GuardVerdict(this, answer, passage.setCookies());
        passage.guard().get().answered(answer, verdict);
        if (stage == Stage.GUARDING) {
            client.watchFor(wiring.limits().decision());
            verdict.waits(leg.connection());
        }
    }

    boolean guarding() {
        return stage == Stage.GUARDING;
    }

    /** The client gets another answer than the hub's. */
    void replace(LocalAnswer instead) {
        local(instead, mayKeep());
    }

    /** The hub's answer goes to the client. */
    void forward(ResponseHead answer, List<String> setCookies) {
        HubConnection connection = hub == null ? null : hub.connection();
        if (connection == null) {
            return;
        }
        boolean upgrade = answer.status() == 101;
        boolean dechunk = request.http10() && answer.bodyLength() == RequestHead.CHUNKED;
        keep = request.keepAlive()
                && !dechunk
                && answer.bodyLength() != ResponseHead.UNTIL_CLOSE
                && bodyWillCome()
                && !client.loop().draining();
        Persistence persistence = upgrade ? Persistence.UPGRADE : Persistence.of(keep, request.http10());
        answering.begin(answer, persistence, passage.edit(), setCookies, connection.available());
        answered(answer.status());
        if (dechunk) {
            connection.contentOnly(answer);
        }
        if (upgrade) {
            stage = Stage.TUNNEL;
            tunnel = new Tunnel(client, connection, passage.activity(), this::socketOver);
            client.watchFor(wiring.limits().socketIdle());
            client.resume();
            if (client.loop().draining()) {
                drain();
            }
        } else {
            stage = Stage.ANSWERING;
            client.watchFor(wiring.limits().answerIdle());
        }
    }

    @Override
    public void body(ByteBuf part) {
        if (account != null) {
            account.out(part.readableBytes());
        }
        if (tunnel != null) {
            touchSocket(tunnel);
            answering.writeHead();
            tunnel.fromHub(part);
        } else {
            answering.body(part);
            client.watchFor(wiring.limits().answerIdle());
        }
        if (hub != null && !client.channel().isWritable()) {
            client.flush();
            if (hub != null && !client.channel().isWritable()) {
                hub.reading(false);
            }
        }
    }

    void clientWritable(boolean writable) {
        if (hub != null && stage != Stage.GUARDING) {
            hub.reading(writable);
        }
    }

    @Override
    public void readComplete() {
        answering.flush();
    }

    @Override
    public void ended() {
        answering.flush();
        if (tunnel != null) {
            dropHub();
            over(false);
            return;
        }
        if (hub != null) {
            hub.done();
        }
        over(keep);
    }

    @Override
    public void failed(HubFault.Kind kind, boolean untouched) {
        if (hub != null && untouched) {
            stage = Stage.CONNECTING;
            if (hub.openAgain(this)) {
                return;
            }
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
            answering.writeHead();
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
                boolean hubsTurn = client.bodyDone() || !takesBody() || (request.expectContinue() && !bodyBegun);
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
        finish();
    }

    private void dropHub() {
        if (hub != null) {
            hub.drop();
        }
    }

    private void over(boolean keepOpen) {
        finish();
        client.finished(keepOpen);
    }

    private void finish() {
        stage = Stage.OVER;
        dropHub();
        answering.release();
        List<Runnable> actions = onEnd;
        onEnd = List.of();
        actions.forEach(Runnable::run);
        Account done = account;
        if (done != null) {
            account = null;
            wiring.traffic().served(done.served(client.memo.user()));
        }
    }

    private void answered(int status) {
        wiring.traffic().answered(status);
        if (account != null) {
            account.status(status);
        }
    }
}
