package io.passgate.front;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.passgate.wire.BodyWalk;
import io.passgate.wire.Malformed;
import io.passgate.wire.RequestGuard;
import io.passgate.wire.RequestHead;
import io.passgate.wire.Sender;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/1.1 client connection: reads requests one after another, each answered before the next is looked at. Confined to its
 * event loop.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
    private static final Duration LINGER = Duration.ofSeconds(1);

    private enum State {
        /** Between requests. */
        IDLE,
        /** A head has begun. */
        HEAD,
        /** A request is being served. */
        EXCHANGE,
        /** The rest of a request that is answered is thrown away. */
        DISCARD,
        /** The last answer is on its way; nothing is read any more. */
        CLOSING
    }

    private final Wiring wiring;
    private final Loop loop;
    private final Channel channel;
    private final Peer peer;
    private final BodyWalk body;
    private final BoundHub bound = new BoundHub();
    private State state = State.IDLE;
    private ByteBuf input = Unpooled.EMPTY_BUFFER;
    private @Nullable HttpExchange exchange;
    private long deadline;
    private long discarded;
    private boolean allSent;
    private boolean advancing;
    private boolean reading;
    ConnectionMemo memo = ConnectionMemo.NONE;
    /** The index in {@link Loop}'s list. */
    int place;

    ClientConnection(Wiring wiring, Loop loop, Channel channel, boolean secure) {
        this.wiring = wiring;
        this.body = new BodyWalk(wiring.neverLate());
        this.loop = loop;
        this.channel = channel;
        this.peer = Peer.of(channel, secure, wiring.trusted());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        loop.add(this);
        deadline = loop.deadline(wiring.limits().headTimeout());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (state == State.CLOSING) {
            in.release();
            return;
        }
        reading = true;
        // A head that is incomplete is scanned again only when another line of it has ended: the field limit bounds the
        // work.
        boolean worthIt = state != State.HEAD
                || in.bytesBefore((byte) '\n') >= 0
                || input.readableBytes() + in.readableBytes()
                        >= wiring.limits().head().headBytes();
        if (input.isReadable()) {
            input = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), input, in);
        } else {
            input.release();
            input = in;
        }
        if (worthIt) {
            advance();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        reading = false;
        if (exchange != null) {
            exchange.flushHub();
        }
        if (!input.isReadable()) {
            releaseInput();
        }
    }

    /** Takes from the input whatever can be taken now. */
    private void advance() {
        if (advancing) {
            return;
        }
        advancing = true;
        try {
            boolean more = true;
            while (more && input.isReadable()) {
                more = switch (state) {
                    case IDLE, HEAD -> head();
                    case EXCHANGE -> upload();
                    case DISCARD -> discard();
                    case CLOSING -> {
                        releaseInput();
                        yield false;
                    }
                };
            }
        } catch (Malformed e) {
            refuse(Fault.of(e));
        } catch (RuntimeException e) {
            failed(e);
        } finally {
            advancing = false;
        }
    }

    /** Reads a head; false while it is not complete. */
    private boolean head() {
        RequestHead head = loop.head();
        int length = head.scan(input, wiring.limits().head());
        if (length < 0) {
            if (state == State.IDLE) {
                state = State.HEAD;
                deadline = loop.deadline(wiring.limits().headTimeout());
            }
            return false;
        }
        input.skipBytes(length);
        state = State.EXCHANGE;
        arrived(head);
        return true;
    }

    /** The steps of a request, in order. Whatever is wrong with it is found before anybody asks who sent it. */
    private void arrived(RequestHead head) {
        RequestGuard.check(head);
        Sender sender = peer.senderOf(head, wiring.trusted());
        RequestGuard.strip(head);
        body.start(head.bodyLength(), false);
        VirtualProxyRoute route = wiring.routes().choose(head);
        HttpExchange current = new HttpExchange(this, wiring, head, sender, route);
        exchange = current;
        watchFor(wiring.limits().decision());
        current.begin();
        if (current.stage() == Stage.DECIDING) {
            loop.keepHead();
        }
    }

    /** Gives the exchange what belongs to its body; false when it takes nothing now. */
    private boolean upload() {
        HttpExchange current = exchange;
        boolean socket = current != null && current.stage() == Stage.TUNNEL;
        if (current == null || !current.takesBody() || (body.done() && !socket)) {
            reading(false);
            return false;
        }
        if (socket) {
            ByteBuf part = input;
            input = Unpooled.EMPTY_BUFFER;
            current.socketPart(part);
            return false;
        }
        ByteBuf part = body.take(input);
        current.bodyPart(part, body.done());
        return true;
    }

    private boolean discard() {
        int before = input.readableBytes();
        body.take(input).release();
        discarded += before - input.readableBytes();
        if (body.done()) {
            toIdle();
        } else if (discarded > wiring.limits().discard()) {
            closeGracefully();
        }
        return true;
    }

    /** Answers a request that is not served, and reads no further. */
    private void refuse(Fault fault) {
        LOG.debug("{} refused: {}", channel, fault);
        if (exchange != null) {
            exchange.refuse(fault);
            return;
        }
        if (state == State.DISCARD) {
            closeGracefully();
            return;
        }
        wiring.traffic().answered(fault.status());
        String id = loop.nextRequestId();
        AnswerWriter.write(this, wiring.answers().fault(fault, false, Optional.empty(), id), id, false, true);
        closeGracefully();
    }

    // ---- called by the exchange ----

    /** The TCP peer's address. */
    String peerAddress() {
        return peer.sender().address();
    }

    Channel channel() {
        return channel;
    }

    Loop loop() {
        return loop;
    }

    boolean bodyDone() {
        return body.done();
    }

    /** Whether a read is being worked off, at whose end the hub connection is flushed. */
    boolean inRead() {
        return reading;
    }

    void reading(boolean on) {
        channel.config().setAutoRead(on);
    }

    /** The exchange takes body, or bytes of its socket, again. */
    void resume() {
        reading(true);
        advance();
    }

    void watchFor(Duration time) {
        deadline = loop.deadline(time);
    }

    void write(ByteBuf part) {
        ChannelFuture unused = channel.write(part, channel.voidPromise());
    }

    void flush() {
        channel.flush();
    }

    BoundHub bound() {
        return bound;
    }

    /** The exchange is over: the next request is read, or the connection closed. */
    void finished(boolean keep) {
        exchange = null;
        if (!keep) {
            closeGracefully();
            return;
        }
        if (body.done()) {
            toIdle();
        } else {
            state = State.DISCARD;
            discarded = 0;
            watchFor(wiring.limits().uploadIdle());
        }
        resume();
    }

    private void toIdle() {
        if (loop.draining()) {
            closeGracefully();
            return;
        }
        state = State.IDLE;
        watchFor(wiring.limits().idle());
    }

    /** Sends what is queued, however slowly the client reads it, and waits a moment for the client to close. */
    void closeGracefully() {
        if (state == State.CLOSING) {
            return;
        }
        state = State.CLOSING;
        exchange = null;
        releaseInput();
        watchFor(wiring.limits().answerIdle());
        reading(true);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> lastWordSent());
    }

    private void lastWordSent() {
        allSent = true;
        watchFor(LINGER);
        Farewell.closeOutput(channel);
    }

    /** Cuts the connection so that the client notices. */
    void abort() {
        state = State.CLOSING;
        Farewell.reset(channel);
    }

    /** What nobody foresaw ends this connection, and nothing else. */
    void failed(RuntimeException why) {
        LOG.error("client connection {} failed", channel, why);
        abort();
    }

    // ---- called by the loop ----

    void watch(long now) {
        if (now - deadline < 0) {
            return;
        }
        switch (state) {
            case IDLE, DISCARD -> closeGracefully();
            case HEAD -> refuse(Fault.HEAD_TIMEOUT);
            case CLOSING -> {
                if (allSent) {
                    Farewell.close(channel);
                } else {
                    abort();
                }
            }
            case EXCHANGE -> {
                if (exchange != null) {
                    exchange.timedOut();
                }
            }
        }
    }

    void drain() {
        if (state == State.IDLE) {
            closeGracefully();
        } else if (exchange != null) {
            exchange.drain();
        }
    }

    // ---- the rest of the channel's events ----

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.clientWritable(channel.isWritable());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        loop.remove(this);
        state = State.CLOSING;
        HttpExchange current = exchange;
        exchange = null;
        if (current != null) {
            current.clientGone();
        }
        bound.close();
        releaseInput();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof RuntimeException && !(cause instanceof io.netty.handler.codec.DecoderException)) {
            LOG.error("client connection {} failed", channel, cause);
        } else {
            LOG.debug("client connection {}: {}", channel, cause.toString());
        }
        ChannelFuture unused = ctx.close();
    }

    private void releaseInput() {
        input.release();
        input = Unpooled.EMPTY_BUFFER;
    }
}
