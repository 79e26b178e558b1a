package io.passgate.rest;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpContentException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.timeout.IdleStateEvent;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the requests of one connection into calls, one at a time, and replies into responses. Confined to the event
 * loop; only the handler of a call runs elsewhere. While a call runs nothing is read, so answers keep their order.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel, which is all there is to do
final class CallChannel extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(CallChannel.class);

    /** How long a connection stays open after a refusal of a body still on its way, so that the refusal is read. */
    private static final long LINGER_MILLIS = 1_000;

    /** RFC 9110 §5.6.7. */
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final Handler handler;
    private final Executor workers;
    private boolean busy;
    private boolean refused;

    CallChannel(Handler handler, Executor workers) {
        this.handler = handler;
        this.workers = workers;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (refused) {
            return;
        }
        String id = String.format("%016x", ThreadLocalRandom.current().nextLong());
        Exchange exchange = new Exchange(id, request.method().name().equals("HEAD"), HttpUtil.isKeepAlive(request));
        if (request.decoderResult().isFailure()) {
            refuse(ctx, exchange, request.decoderResult().cause());
            return;
        }
        InetSocketAddress peer = (InetSocketAddress) ctx.channel().remoteAddress();
        Call.Head head = new Call.Head(request.method().name(), request.uri(), request.headers(), peer);
        run(ctx, exchange, new Call(id, head, ByteBufUtil.getBytes(request.content())));
    }

    private void run(ChannelHandlerContext ctx, Exchange exchange, Call call) {
        busy = true;
        ctx.channel().config().setAutoRead(false);
        try {
            workers.execute(() -> {
                Reply reply = answer(call);
                ctx.executor().execute(() -> finish(ctx, exchange, reply));
            });
        } catch (RejectedExecutionException e) {
            Reply full = Reply.problem(503, "busy", "Too many calls are waiting; try again in a moment.");
            finish(ctx, exchange, full.withHeader("Retry-After", "1"));
        }
    }

    /** Runs on a worker. */
    private Reply answer(Call call) {
        try {
            if (!call.path().startsWith("/")) {
                return Reply.problem(400, "bad-path", "The request target must begin with '/'.");
            }
            return requireNonNull(handler.handle(call), "the handler returned no reply");
        } catch (RestProblem e) {
            return e.reply();
        } catch (Throwable e) {
            LOG.error("request {} failed: {} {}", call.id(), call.method(), call.path(), e);
            return Reply.problem(500, "internal", "The request failed; the log has the cause under its request id.");
        }
    }

    private void finish(ChannelHandlerContext ctx, Exchange exchange, Reply reply) {
        busy = false;
        ChannelFuture written = write(ctx, exchange, reply);
        if (exchange.keepAlive) {
            ctx.channel().config().setAutoRead(true);
        } else {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Answers what could not be read, drops what still comes, and closes. */
    private void refuse(ChannelHandlerContext ctx, Exchange exchange, Throwable cause) {
        refused = true;
        write(ctx, new Exchange(exchange.id, exchange.head, false), refusal(cause));
        ctx.executor().schedule(() -> ctx.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static Reply refusal(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return Reply.problem(414, "uri-too-long", "The request line is too long.");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return Reply.problem(431, "headers-too-large", "The header fields are too large.");
        }
        if (cause instanceof TooLongHttpContentException) {
            return Reply.problem(413, "body-too-large", "The request body is larger than this listener accepts.");
        }
        return Reply.problem(400, "bad-request", "The request is not HTTP/1.1 as RFC 9112 has it.");
    }

    private static ChannelFuture write(ChannelHandlerContext ctx, Exchange exchange, Reply reply) {
        byte[] body = reply.body(exchange.id);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(reply.status()),
                exchange.head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
        HttpHeaders headers = response.headers();
        reply.headers().forEach(header -> headers.add(header.getKey(), header.getValue()));
        if (reply.status() != 204 && reply.status() != 304) {
            headers.setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        }
        if (!headers.contains(HttpHeaderNames.CACHE_CONTROL)) {
            headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        }
        headers.set(HttpHeaderNames.DATE, IMF_FIXDATE.format(Instant.now()));
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Request-Id", exchange.id);
        if (!exchange.keepAlive) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return ctx.writeAndFlush(response);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (!(event instanceof IdleStateEvent)) {
            super.userEventTriggered(ctx, event);
        } else if (!busy) {
            ctx.close();
        }
    }

    /** What breaks a connection is the peer's matter: a cut, a failed handshake. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("connection from {} closed: {}", ctx.channel().remoteAddress(), cause.toString());
        ctx.close();
    }

    private record Exchange(String id, boolean head, boolean keepAlive) {}
}
