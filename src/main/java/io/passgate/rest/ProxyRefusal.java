package io.passgate.rest;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

/** Tells a proxy's refusal with its status, which Netty's {@code HttpProxyHandler} keeps to itself, before that sees it. */
final class ProxyRefusal extends ChannelInboundHandlerAdapter {
    private final CompletableFuture<HttpCaller.Response> answer;

    ProxyRefusal(CompletableFuture<HttpCaller.Response> answer) {
        this.answer = answer;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpResponse response
                && response.decoderResult().isSuccess()
                && response.status().code() != 200) {
            answer.completeExceptionally(
                    new HttpCaller.ProxyRefuses(response.status().code()));
        }
        ctx.fireChannelRead(message);
    }
}
