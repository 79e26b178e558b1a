package io.passgate.rest;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import java.io.EOFException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** The end of a call's pipeline: the first whole answer that is not interim (RFC 9110 §15.2), or why there is none. */
final class HttpAnswer extends SimpleChannelInboundHandler<FullHttpResponse> {
    private final CompletableFuture<HttpCaller.Response> answer;

    HttpAnswer(CompletableFuture<HttpCaller.Response> answer) {
        this.answer = answer;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse response) {
        if (response.decoderResult().isFailure()) {
            exceptionCaught(ctx, response.decoderResult().cause());
        } else if (response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
            Map<String, String> headers = new TreeMap<>();
            response.headers()
                    .forEach(header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
            answer.complete(new HttpCaller.Response(
                    response.status().code(), headers, ByteBufUtil.getBytes(response.content())));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        answer.completeExceptionally(cause instanceof TooLongFrameException ? new HttpCaller.TooLong(cause) : cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        answer.completeExceptionally(new EOFException("cut before the end of the answer"));
    }
}
