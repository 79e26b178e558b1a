package io.passgate.rest;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.ssl.SslHandler;
import java.io.EOFException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;

/** The connection of one call: straight or through a tunnel, by TLS, one request, one answer. Confined to the event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails is told to the future of the answer
final class HttpConnection extends ChannelInitializer<Channel> {
    private static final int MOST_HEAD = 32 * 1024;
    private static final int MOST_BODY = 256 * 1024;
    private static final String PROXY = "proxy";
    private static final String ANSWER = "answer";

    private final HttpRoute route;
    private final InetSocketAddress first;
    private final FullHttpRequest request;
    private final CompletableFuture<HttpCaller.Response> answer;

    private HttpConnection(
            HttpRoute route,
            InetSocketAddress first,
            FullHttpRequest request,
            CompletableFuture<HttpCaller.Response> answer) {
        this.route = route;
        this.first = first;
        this.request = request;
        this.answer = answer;
    }

    /** Connects, asks and completes {@code answer}; closes the connection when that is complete, by whomever. Resolves names. */
    static void open(
            EventLoopGroup loop,
            HttpRoute route,
            HttpCaller.Request request,
            CompletableFuture<HttpCaller.Response> answer) {
        try {
            HttpConnection connection =
                    new HttpConnection(route, resolved(route), message(route.origin(), request), answer);
            if (!answer.isDone()) {
                connection.connect(loop);
            }
        } catch (UnknownHostException e) {
            answer.completeExceptionally(route.proxy().isPresent() ? new HttpCaller.NoProxy(e) : e);
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    private static InetSocketAddress resolved(HttpRoute route) throws UnknownHostException {
        URI to = route.proxy().map(HttpRoute.Proxy::url).orElse(route.origin());
        return new InetSocketAddress(InetAddress.getByName(HttpRoute.host(to)), HttpRoute.port(to));
    }

    private static FullHttpRequest message(URI origin, HttpCaller.Request request) {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.HOST, HttpRoute.authority(origin, false));
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        request.headers().forEach(headers::set);
        if (request.body().length > 0) {
            headers.setInt(HttpHeaderNames.CONTENT_LENGTH, request.body().length);
        }
        return new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.valueOf(request.method()),
                request.target(),
                Unpooled.wrappedBuffer(request.body()),
                headers,
                EmptyHttpHeaders.INSTANCE);
    }

    private void connect(EventLoopGroup loop) {
        URI origin = route.origin();
        boolean straight = route.proxy().isEmpty();
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .disableResolver()
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0) // the caller's patience counts
                .handler(this)
                .connect(
                        straight
                                ? first
                                : InetSocketAddress.createUnresolved(HttpRoute.host(origin), HttpRoute.port(origin)))
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        fail(straight ? done.cause() : new HttpCaller.NoProxy(done.cause()));
                    }
                });
    }

    @Override
    protected void initChannel(Channel channel) {
        answer.whenComplete((response, failure) -> channel.close());
        channel.pipeline().addLast(ANSWER, new HttpAnswer(answer));
        route.proxy().ifPresentOrElse(proxy -> tunnel(channel.pipeline(), proxy), () -> speak(channel.pipeline()));
    }

    private void tunnel(ChannelPipeline pipeline, HttpRoute.Proxy proxy) {
        if (proxy.byTls()) {
            SslHandler tls = tls(proxy.url());
            tls.handshakeFuture().addListener(done -> {
                if (!done.isSuccess()) {
                    fail(new HttpCaller.NoProxy(inHandshake(done.cause())));
                }
            });
            pipeline.addBefore(ANSWER, "tls to proxy", tls);
        }
        HttpProxyHandler handler = proxy.shown()
                .map(shown -> new HttpProxyHandler(first, shown.getUserName(), password(shown)))
                .orElseGet(() -> new HttpProxyHandler(first));
        handler.setConnectTimeoutMillis(0);
        handler.connectFuture().addListener(done -> {
            if (done.isSuccess()) {
                speak(pipeline);
            } else { // its exception would say that there is no connection, which there is
                fail(new EOFException("no tunnel: " + done.cause()));
            }
        });
        pipeline.addBefore(ANSWER, PROXY, handler);
        pipeline.addBefore(
                PROXY, "refusal", new ProxyRefusal(answer)); // behind the codec that the handler has put there
    }

    private static String password(PasswordAuthentication shown) {
        return new String(shown.getPassword());
    }

    private void speak(ChannelPipeline pipeline) {
        SslHandler tls = tls(route.origin());
        tls.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                pipeline.writeAndFlush(request);
            } else {
                fail(inHandshake(done.cause()));
            }
        });
        tls.sslCloseFuture().addListener(done -> {
            if (!done.isSuccess()) { // else an answer that lasts to the end of the connection could be cut by anybody
                fail(new EOFException("cut without an end of TLS"));
            }
        });
        HttpDecoderConfig bounds = new HttpDecoderConfig().setMaxHeaderSize(MOST_HEAD);
        pipeline.addBefore(ANSWER, "http", new HttpClientCodec(bounds, false, false));
        pipeline.addBefore(ANSWER, "whole", new HttpObjectAggregator(MOST_BODY));
        pipeline.addBefore("http", "tls", tls);
    }

    private SslHandler tls(URI to) {
        SSLEngine engine = route.tls().createSSLEngine(HttpRoute.host(to), HttpRoute.port(to));
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // RFC 9110 §4.3.4
        engine.setSSLParameters(parameters);
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    /** Who hangs up in a handshake wants none. */
    private static Throwable inHandshake(Throwable cause) {
        return cause instanceof ClosedChannelException
                ? new SSLHandshakeException("the connection was closed in the TLS handshake")
                : cause;
    }

    private void fail(Throwable cause) {
        answer.completeExceptionally(cause);
    }
}
