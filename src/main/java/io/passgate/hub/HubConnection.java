package io.passgate.hub;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.passgate.wire.BodyWalk;
import io.passgate.wire.Header;
import io.passgate.wire.Malformed;
import io.passgate.wire.ResponseHead;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to the hub, serving one exchange at a time. Confined to its event loop.
 *
 * <p>An answer ends where its framing says; whatever else arrives – bytes while idle, a second answer – closes the connection, so
 * that no byte can reach the wrong client.
 */
public final class HubConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(HubConnection.class);

    private final HubLane lane;
    private final Channel channel;
    private final BodyWalk walk = new BodyWalk();
    private ByteBuf input = Unpooled.EMPTY_BUFFER;
    private @Nullable HubReply reply;
    private boolean toHead;
    private boolean headSeen;
    private boolean answerBegun;
    private boolean held;
    private boolean delivering;
    private boolean reusable;
    private boolean bound;
    private boolean broken;
    private boolean served;
    long idleSinceNanos;

    HubConnection(HubLane lane, Channel channel) {
        this.lane = lane;
        this.channel = channel;
    }

    /** Makes this connection {@code reply}'s. */
    void take(HubReply forWhom) {
        reply = forWhom;
        headSeen = false;
        answerBegun = false;
        held = false;
        reusable = false;
    }

    /** For buffers that will be sent here. */
    public ByteBufAllocator alloc() {
        return channel.alloc();
    }

    public boolean isActive() {
        return channel.isActive();
    }

    /** Whether it has served an exchange before this one. */
    public boolean served() {
        return served;
    }

    /** Announces that the request about to be sent is a HEAD request, whose answer has no body. */
    public void expectAnswerToHead(boolean isHead) {
        toHead = isHead;
    }

    /** Queues a part of the request; takes over its reference. */
    public void write(ByteBuf part) {
        ChannelFuture unused = channel.write(part, channel.voidPromise());
    }

    public void flush() {
        channel.flush();
    }

    public boolean isWritable() {
        return channel.isWritable();
    }

    /** Turns reading on or off: back-pressure from the client. */
    public void reading(boolean on) {
        channel.config().setAutoRead(on);
    }

    /** Delivers chunked bodies without their chunk lines; only within {@link HubReply#head}. */
    public void contentOnly(ResponseHead head) {
        walk.start(head.bodyLength(), true);
    }

    /** Stops delivery after {@link HubReply#head}, whose head stays valid until {@link #proceed}. */
    public void hold() {
        held = true;
        lane.keepHead();
        reading(false);
    }

    /** Ends {@link #hold} and delivers what has arrived meanwhile. */
    public void proceed() {
        held = false;
        reading(true);
        if (delivering) {
            return;
        }
        deliver();
        endIfDone();
        readComplete();
        if (!channel.isActive()) {
            gone();
        }
    }

    /** How many bytes behind what was delivered have arrived already. */
    public int available() {
        return input.readableBytes();
    }

    /** Ties it to one client connection: it is not for anybody else from now on. */
    public void bind() {
        bound = true;
    }

    /** Whether it belongs to one client connection because NTLM or Negotiate was seen (RFC 4559 §6). */
    public boolean bound() {
        return bound;
    }

    /** Ends the exchange: pooled when the answer left it in a clean state, closed otherwise; a bound one stays the caller's. */
    public void giveBack() {
        reply = null;
        served = true;
        if (!reusable || input.isReadable() || !channel.isActive()) {
            close();
            return;
        }
        reading(true);
        if (!bound) {
            lane.pool(this);
        }
    }

    /** Uses a bound connection that was given back for the next exchange of its client. */
    public void again(HubReply forWhom) {
        take(forWhom);
        forWhom.connected(this);
    }

    /** Closes it; nobody hears of it any more. */
    public void close() {
        reply = null;
        releaseInput();
        ChannelFuture unused = channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (reply == null) {
            in.release();
            close();
            return;
        }
        answerBegun = true;
        boolean maybeHead = headSeen || in.bytesBefore((byte) '\n') >= 0 || !couldBeHead(in);
        input = input.isReadable()
                ? ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), input, in)
                : replace(in);
        if (maybeHead || input.readableBytes() >= lane.limits().headBytes()) {
            deliver();
        }
    }

    /** Rubbish is noticed at its first byte, not when a line of it ends. */
    private boolean couldBeHead(ByteBuf in) {
        return input.isReadable() || !in.isReadable() || in.getByte(in.readerIndex()) == 'H';
    }

    private ByteBuf replace(ByteBuf in) {
        input.release();
        return in;
    }

    private void deliver() {
        delivering = true;
        try {
            while (reply != null && !held && input.isReadable()) {
                if (!headSeen) {
                    if (!deliverHead(reply)) {
                        return;
                    }
                } else if (walk.done()) {
                    return;
                } else {
                    deliverBody(reply);
                }
                endIfDone();
            }
        } catch (Malformed e) {
            LOG.debug("the hub's answer is malformed: {}", e.getMessage());
            fail(HubFault.Kind.MALFORMED);
        } catch (RuntimeException e) {
            LOG.error("hub connection {} failed", channel, e);
            fail(HubFault.Kind.CUT);
        } finally {
            delivering = false;
        }
    }

    private boolean deliverHead(HubReply to) {
        ResponseHead head = lane.head();
        int length = head.scan(input, lane.limits(), toHead);
        if (length < 0) {
            return false;
        }
        input.skipBytes(length);
        if (head.informational()) {
            to.informational(head);
            return true;
        }
        headSeen = true;
        reusable = head.keepAlive() && head.status() != 101;
        if (ConnectionAuth.in(head, Header.WWW_AUTHENTICATE)) {
            bound = true;
        }
        walk.start(head.status() == 101 ? ResponseHead.UNTIL_CLOSE : head.bodyLength(), false);
        to.head(head);
        return true;
    }

    private void deliverBody(HubReply to) {
        ByteBuf part = walk.take(input);
        if (part.isReadable()) {
            to.body(part);
        } else {
            part.release();
        }
    }

    private void endIfDone() {
        if (reply != null && headSeen && !held && walk.done()) {
            reply.ended();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        readComplete();
        if (!input.isReadable()) {
            releaseInput();
        }
    }

    private void readComplete() {
        if (reply != null) {
            reply.readComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (reply != null) {
            reply.writabilityChanged(channel.isWritable());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        lane.forget(this);
        if (!held) {
            gone();
        }
    }

    /** The hub has closed: the end of an answer that lasts until then, a cut otherwise. */
    private void gone() {
        if (reply != null && headSeen && walk.untilClose() && !broken) {
            walk.closed();
            reply.ended();
            readComplete();
        } else {
            fail(HubFault.Kind.CUT);
        }
        releaseInput();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("hub connection {}: {}", channel, cause.toString());
        broken = true;
        ChannelFuture unused = ctx.close();
    }

    private void fail(HubFault.Kind kind) {
        HubReply whom = reply;
        boolean untouched = served && !answerBegun;
        close();
        if (whom != null) {
            whom.failed(kind, untouched);
        }
    }

    private void releaseInput() {
        input.release();
        input = Unpooled.EMPTY_BUFFER;
    }
}
