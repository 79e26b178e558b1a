package io.passgate.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The live feed on one WebSocket: a tick of the figures each second, and what the client sends, sent back. Confined to
 * the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel, which ends the feed
final class DemoFeed extends SimpleChannelInboundHandler<TextWebSocketFrame> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DemoApp app;
    private Future<?> ticking = CompletableFuture.completedFuture(null);

    DemoFeed(DemoApp app) {
        this.app = app;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof HandshakeComplete) {
            app.online().incrementAndGet();
            ctx.channel().closeFuture().addListener(closed -> {
                ticking.cancel(false);
                app.online().decrementAndGet();
            });
            ticking = ctx.executor().scheduleAtFixedRate(() -> tick(ctx), 0, 1, TimeUnit.SECONDS);
        }
        super.userEventTriggered(ctx, event);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, TextWebSocketFrame frame) {
        send(ctx, Map.of("type", "echo", "text", frame.text()));
    }

    private void tick(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            Map<String, Object> tick = new LinkedHashMap<>();
            tick.put("type", "tick");
            tick.putAll(app.tick());
            tick.put("online", app.online().get());
            send(ctx, tick);
        }
    }

    private static void send(ChannelHandlerContext ctx, Map<String, ?> message) {
        try {
            ctx.writeAndFlush(new TextWebSocketFrame(JSON.writeValueAsString(message)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a message of strings and numbers is always JSON", e);
        }
    }
}
