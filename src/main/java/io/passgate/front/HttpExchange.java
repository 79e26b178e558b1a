package io.passgate.front;

import io.netty.buffer.ByteBuf;
import io.passgate.hub.HubConnection;
import io.passgate.hub.HubFault;
import io.passgate.hub.HubLane;
import io.passgate.hub.HubReply;
import io.passgate.wire.Method;
import io.passgate.wire.RequestHead;
import io.passgate.wire.ResponseHead;
import io.passgate.wire.Sender;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its answer, between a client connection and a hub connection of the same event loop. Confined to it. */
final class HttpExchange implements HubReply {
    private static final Logger LOG = LoggerFactory.getLogger(HttpExchange.class);

    private final ClientConnection client;
    private final Wiring wiring;
    private final Request request;
    private final @Nullable VirtualProxyRoute route;
    private final Asked asked;
    private final AnswerLeg answering;
    private Stage stage = Stage.DECIDING;
    private Passage passage = Passage.PLAIN;
    private @Nullable HubLeg hub;
    private @Nullable Tunnel tunnel;
    private @Nullable Account account;
    private boolean bodyBegun;

    HttpExchange(
            ClientConnection client,
            Wiring wiring,
            RequestHead head,
            Sender sender,
            @Nullable VirtualProxyRoute route) {
        this.client = client;
        this.wiring = wiring;
        this.request = Request.of(head, sender);
        this.route = route;
        this.asked = new Asked(this, client, head, request, route);
        this.answering = new AnswerLeg(client, request);
        this.account = wiring.traffic().wantsServed() ? new Account(asked, route == null ? "-" : route.prefix()) : null;
    }

    // ---- the decision ----

    /** Asks the gatekeeper. */
    void begin() {
        if (route == null) {
            fault(Fault.NO_SUCH_PLACE);
            return;
        }
        try {
            wiring.gatekeeper().arrived(asked);
        } catch (RuntimeException e) {
            LOG.error("request {}: the gatekeeper failed", asked.requestId(), e);
            refuse(Fault.of(e));
        }
    }

    Stage stage() {
        return stage;
    }

    /** The request passes: it goes to the hub. */
    void send(Passage how) {
        passage = how;
        stage = Stage.CONNECTING;
        HubLane lane = asked.route().hub().lane(client.loop().executor());
        HubLeg leg = new HubLeg(client, request, lane, asked.head(), how);
        hub = leg;
        client.watchFor(leg.responseTimeout());
        leg.open(this);
    }

    /** A WebSocket is opened only to be told why it is closed. */
    void refuseSocket(SocketAnswer answer) {
        answered(101);
        AnswerWriter.writeSocket(client, asked.head(), answer);
        over(false);
    }

    private boolean mayKeep() {
        return request.keepAlive() && bodyWillCome() && !client.loop().draining();
    }

    /** Whether it is certain that the rest of the request follows; a client that waits for 100 may send it or not. */
    private boolean bodyWillCome() {
        return !request.expectContinue() || bodyBegun || client.bodyDone();
    }

    private void fault(Fault fault) {
        replace(wiring.answers().fault(fault, request.browser(), request.again(), asked.requestId()));
    }

    /** The client gets an answer of the gate's instead of the hub's. */
    void replace(LocalAnswer instead) {
        local(instead, mayKeep() && !request.http10());
    }

    private void local(LocalAnswer answer, boolean keepOpen) {
        answered(answer.status());
        if (account != null && request.method() != Method.HEAD) {
            account.out(answer.body().length);
        }
        dropHub();
        AnswerWriter.write(client, answer, asked.requestId(), request.method() == Method.HEAD, !keepOpen);
        over(keepOpen);
    }

    /** The request turned out not to be servable: an answer if none has begun, and the end of the connection. */
    void refuse(Fault fault) {
        if (stage == Stage.OVER) {
            client.closeGracefully();
        } else if (stage.answerBegun()) {
            cut();
        } else {
            local(wiring.answers().fault(fault, request.browser(), request.again(), asked.requestId()), false);
        }
    }

    // ---- the request on its way ----

    boolean takesBody() {
        return asked.readsBody() || (hub != null && hub.isWritable());
    }

    void bodyPart(ByteBuf part, boolean last) {
        bodyBegun = true;
        if (account != null) {
            account.in(part.readableBytes());
        }
        if (asked.readsBody() || hub == null) {
            asked.bodyPart(part);
            return;
        }
        hub.write(part);
        if (stage == Stage.SENT) {
            client.watchFor(last ? hub.responseTimeout() : wiring.limits().uploadIdle());
        }
    }

    void socketPart(ByteBuf part) {
        if (tunnel == null) {
            part.release();
        } else {
            tunnel.fromClient(part);
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
        answering.interim(answer, passage.edit());
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

    /** The hub's answer goes to the client. */
    void forward(ResponseHead answer, List<String> setCookies) {
        HubConnection connection = hub == null ? null : hub.connection();
        if (connection == null) {
            return;
        }
        answering.begin(answer, passage.edit(), setCookies, connection, mayKeep());
        answered(answer.status());
        if (answer.status() == 101) {
            stage = Stage.TUNNEL;
            Duration idle = wiring.limits().socketIdle();
            tunnel = new Tunnel(client, connection, passage.activity(), idle, this::socketOver);
            client.watchFor(idle);
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
            socketOver(true);
            return;
        }
        if (hub != null) {
            hub.done();
        }
        over(answering.keep());
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
        LOG.info("request {}: {}", asked.requestId(), fault.detail());
        if (stage.answerBegun()) {
            cut();
        } else {
            fault(fault);
        }
    }

    // ---- the end ----

    /** As {@link Exchange#end}. */
    void end(SocketAnswer answer) {
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
                if (answering.stalled()) {
                    cut();
                } else {
                    client.watchFor(wiring.limits().answerIdle());
                }
            }
            case TUNNEL -> end(SocketAnswer.close(1001, "idle"));
            case OVER -> client.closeGracefully();
        }
    }

    /** A socket has ended or, not politely, lost its place. */
    private void socketOver(boolean politely) {
        if (politely) {
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
        asked.over();
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
