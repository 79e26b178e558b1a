package io.passgate.demo;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpChunkedInput;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketServerCompressionHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Takes the requests of one connection that a whole reply cannot answer: the live feed, the news stream and the
 * download. Who is not signed in is left to the router, which says so. Confined to the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel, which ends the stream
final class DemoStreams extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final int LARGEST_MESSAGE = 64 * 1024;
    private static final int NEWS_AT_FIRST = 4;

    private final List<DemoApp> apps;
    private boolean streaming;

    DemoStreams(List<DemoApp> apps) {
        this.apps = List.copyOf(apps);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (streaming) {
            return;
        }
        Optional<String> cookies = Optional.ofNullable(request.headers().get(HttpHeaderNames.COOKIE));
        for (DemoApp app : apps) {
            boolean here = request.method().equals(HttpMethod.GET)
                    && request.uri().startsWith(app.base() + "/")
                    && app.person(cookies).isPresent();
            if (here
                    && take(
                            ctx,
                            app,
                            request,
                            request.uri().substring(app.base().length()))) {
                return;
            }
        }
        ctx.fireChannelRead(request.retain());
    }

    private boolean take(ChannelHandlerContext ctx, DemoApp app, FullHttpRequest request, String path) {
        switch (path) {
            case DemoApp.FEED -> feed(ctx, app, request);
            case DemoApp.NEWS -> news(ctx, app);
            case DemoApp.DOWNLOAD -> download(ctx, HttpUtil.isKeepAlive(request));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void feed(ChannelHandlerContext ctx, DemoApp app, FullHttpRequest request) {
        WebSocketServerProtocolConfig config = WebSocketServerProtocolConfig.newBuilder()
                .websocketPath(request.uri())
                .allowExtensions(true)
                .maxFramePayloadLength(LARGEST_MESSAGE)
                .build();
        ctx.pipeline()
                .addAfter(ctx.name(), "feed", new DemoFeed(app))
                .addAfter(ctx.name(), "websocket", new WebSocketServerProtocolHandler(config))
                .addAfter(ctx.name(), "deflate", new WebSocketServerCompressionHandler(LARGEST_MESSAGE));
        ctx.fireChannelRead(request.retain());
    }

    private void news(ChannelHandlerContext ctx, DemoApp app) {
        streaming = true;
        HttpResponse head = head("text/event-stream");
        HttpUtil.setTransferEncodingChunked(head, true);
        ctx.writeAndFlush(head);
        app.latestNews(NEWS_AT_FIRST).forEach(text -> line(ctx, text));
        Future<?> lines = ctx.executor()
                .scheduleAtFixedRate(
                        () -> line(ctx, app.latestNews(1).get(0)),
                        DemoApp.NEWS_SECONDS,
                        DemoApp.NEWS_SECONDS,
                        TimeUnit.SECONDS);
        ctx.channel().closeFuture().addListener(closed -> lines.cancel(false));
    }

    private static void line(ChannelHandlerContext ctx, String text) {
        if (ctx.channel().isWritable()) {
            ctx.writeAndFlush(
                    new DefaultHttpContent(Unpooled.copiedBuffer("data: " + text + "\n\n", StandardCharsets.UTF_8)));
        }
    }

    private void download(ChannelHandlerContext ctx, boolean keepAlive) {
        ctx.channel().config().setAutoRead(false);
        HttpResponse head = head("text/plain; charset=us-ascii");
        HttpUtil.setContentLength(head, DemoDownload.LENGTH);
        HttpUtil.setKeepAlive(head, keepAlive);
        head.headers().set(HttpHeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"report.txt\"");
        ctx.write(head);
        ctx.writeAndFlush(new HttpChunkedInput(new DemoDownload())).addListener(written -> {
            if (keepAlive && written.isSuccess()) {
                ctx.channel().config().setAutoRead(true);
            } else {
                ctx.close();
            }
        });
    }

    private static HttpResponse head(String contentType) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType).set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        return head;
    }
}
