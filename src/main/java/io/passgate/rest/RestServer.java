package io.passgate.rest;

import static java.util.Objects.requireNonNull;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.passgate.tls.CertifiedKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Listens on one address and answers by a {@link Router}. Started once, closed once; safe for use by many threads.
 *
 * <p>One event loop reads and writes, a bounded pool of workers runs the handlers. When its queue is full, calls are
 * answered 503. HTTP/1.1 with keep-alive; pipelined requests are answered in their order.
 */
public final class RestServer implements AutoCloseable {
    /** The key goes through a store in memory; PKCS #12 would stretch a password over it for a second of start-up. */
    private static final String IN_MEMORY = "JKS";

    private static final int WAITING_CALLS = 256;
    private static final int IDLE_SECONDS = 60;
    private static final int CLOSE_MILLIS = 2_000;

    private final RestSettings settings;
    private final Handler handler;
    private final Consumer<ChannelPipeline> streams;
    private final EventLoopGroup loops;
    private final ThreadPoolExecutor workers;
    private @Nullable Channel listener;

    /** A server of these routes. */
    public RestServer(RestSettings settings, Router router) {
        this(settings, router, pipeline -> {});
    }

    /**
     * A server of these routes and of what the added handlers take for themselves.
     *
     * @param streams called on the event loop for each connection; what it adds last to the pipeline sees each request
     *                whole ({@code FullHttpRequest}), in order, before the router, and either keeps it or passes it on.
     *                For event streams, downloads and WebSocket, which a {@link Reply} cannot do
     */
    public RestServer(RestSettings settings, Router router, Consumer<ChannelPipeline> streams) {
        this.settings = requireNonNull(settings, "settings");
        this.streams = requireNonNull(streams, "streams");
        this.handler =
                settings.hosts().isEmpty() ? router::route : new AllowedHosts(settings.hosts()).apply(router::route);
        this.loops = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory(settings.name() + "-io", true), NioIoHandler.newFactory());
        this.workers = new ThreadPoolExecutor(
                settings.workers(),
                settings.workers(),
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_CALLS),
                new DefaultThreadFactory(settings.name() + "-worker", true));
        workers.allowCoreThreadTimeOut(true);
    }

    /**
     * Binds and begins to answer.
     *
     * @return the port it listens on
     * @throws IOException if the address cannot be bound or the certificate and key cannot be used
     */
    public synchronized int start() throws IOException {
        Optional<SslContext> tls = tls();
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        tls.ifPresent(context -> channel.pipeline().addLast(context.newHandler(channel.alloc())));
                        assemble(channel.pipeline());
                    }
                });
        var bound = bootstrap.bind(settings.address(), settings.port()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    settings.name() + " cannot listen on " + settings.address() + ":" + settings.port(), bound.cause());
        }
        listener = bound.channel();
        return ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    private void assemble(ChannelPipeline pipeline) {
        pipeline.addLast(new IdleStateHandler(0, 0, IDLE_SECONDS));
        pipeline.addLast(new HttpServerCodec());
        pipeline.addLast(new WholeRequests(settings.maxBodyBytes()));
        pipeline.addLast(new FlowControlHandler());
        streams.accept(pipeline);
        pipeline.addLast(new CallChannel(handler, workers));
    }

    private Optional<SslContext> tls() throws IOException {
        if (settings.tls().isEmpty()) {
            return Optional.empty();
        }
        CertifiedKey certified = settings.tls().get();
        SslContextBuilder builder = SslContextBuilder.forServer(certified.key(), certified.chain())
                .protocols("TLSv1.3", "TLSv1.2")
                .keyStoreType(IN_MEMORY);
        if (!settings.clients().isEmpty()) {
            builder.trustManager(settings.clients()).clientAuth(ClientAuth.REQUIRE);
        }
        return Optional.of(builder.build());
    }

    /** Stops listening, lets running calls end for up to two seconds, then cuts what is left. */
    @Override
    public synchronized void close() {
        if (listener != null) {
            listener.close().awaitUninterruptibly();
            listener = null;
        }
        workers.shutdown();
        try {
            if (!workers.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
        loops.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
}
