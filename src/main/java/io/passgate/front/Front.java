package io.passgate.front;

import static java.util.Objects.requireNonNull;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.EventExecutor;
import io.passgate.hub.HubPool;
import io.passgate.wire.BodyWalk;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of the gate. {@link #start} binds them, {@link #drain} ends them politely, {@link #close} at once. Safe for use
 * by several threads; they are called in this order.
 */
public final class Front implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Front.class);

    private final FrontSettings settings;
    private final Set<HubPool> hubs = new HashSet<>();
    private final Wiring wiring;
    private final Transport transport = Transport.best();
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Channel> listeners = new ArrayList<>();
    private final Map<EventExecutor, Loop> loops = new HashMap<>();
    private final List<Optional<SslContext>> tls;
    private final EventLoopGroup group;

    /**
     * A front that does not listen yet.
     *
     * @param routes at least one; their hub pools are closed with this front
     * @throws IllegalArgumentException when a certificate or key cannot be used
     */
    public Front(
            FrontSettings settings,
            List<VirtualProxyRoute> routes,
            Gatekeeper gatekeeper,
            Answers answers,
            TrafficListener traffic) {
        this.settings = settings;
        this.wiring = new Wiring(
                new Routes(routes),
                gatekeeper,
                answers,
                traffic,
                settings.trusted(),
                settings.limits(),
                BodyWalk.names(settings.neverLate()));
        routes.forEach(route -> hubs.add(route.hub()));
        tls = settings.listeners().stream().map(l -> l.tls().map(ServerTls::of)).toList();
        group = new MultiThreadIoEventLoopGroup(
                settings.loopsOn(Runtime.getRuntime().availableProcessors()), transport.ioHandler());
        group.forEach(executor -> loops.put(executor, new Loop((EventLoop) executor)));
    }

    /**
     * Binds every listener.
     *
     * @throws IllegalStateException naming the address that cannot be bound
     */
    public void start() {
        loops.values().forEach(Loop::start);
        for (int i = 0; i < settings.listeners().size(); i++) {
            ListenerSettings listener = settings.listeners().get(i);
            Wiring own = listener.redirectPort()
                    .map(port -> wiring.with(new RedirectToHttps(port)))
                    .orElse(wiring);
            listeners.add(bind(listener.address(), tls.get(i), own));
        }
    }

    private Channel bind(InetSocketAddress address, Optional<SslContext> context, Wiring own) {
        try {
            return new ServerBootstrap()
                    .group(group)
                    .channel(transport.serverChannel())
                    .option(ChannelOption.SO_BACKLOG, 1024)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childOption(ChannelOption.SO_KEEPALIVE, true)
                    .childHandler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel channel) {
                            accepted(channel, context, own);
                        }
                    })
                    .bind(address)
                    .syncUninterruptibly()
                    .channel();
        } catch (RuntimeException e) {
            throw new IllegalStateException("cannot listen at " + address + ": " + e.getMessage(), e);
        }
    }

    private void accepted(SocketChannel channel, Optional<SslContext> context, Wiring own) {
        if (connections.incrementAndGet() > settings.limits().connections()) {
            LOG.warn(
                    "more than {} connections: one from {} is closed",
                    settings.limits().connections(),
                    channel.remoteAddress());
            connections.decrementAndGet();
            ChannelFuture unused = channel.close();
            return;
        }
        channel.closeFuture().addListener(closed -> connections.decrementAndGet());
        context.ifPresent(ssl -> channel.pipeline().addLast(ssl.newHandler(channel.alloc())));
        Loop loop = requireNonNull(loops.get(channel.eventLoop()), "the loops are those of the group");
        channel.pipeline().addLast(new ClientConnection(own, loop, channel, context.isPresent()));
    }

    /** The addresses bound, in the order of the settings. */
    public List<InetSocketAddress> addresses() {
        return listeners.stream().map(c -> (InetSocketAddress) c.localAddress()).toList();
    }

    /** The event loops, for calls of the gate's own to a hub. */
    public EventLoopGroup loops() {
        return group;
    }

    /** How many clients are connected. */
    public int connections() {
        return connections.get();
    }

    /**
     * Accepts nobody any more, tells every client to go, closes sockets with 1012, and waits for running exchanges.
     *
     * @return whether all ended within {@code patience}; what is left is cut by {@link #close}
     */
    public boolean drain(Duration patience) {
        listeners.forEach(listener -> listener.close().syncUninterruptibly());
        loops.values().forEach(loop -> loop.executor().execute(loop::drain));
        CompletableFuture<?>[] all = loops.values().stream().map(Loop::drained).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(all).get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a drain cannot fail", e);
        }
    }

    /** Cuts whatever is left and ends the event loops. A second call does nothing. */
    @Override
    public void close() {
        if (group.isShuttingDown()) {
            return;
        }
        listeners.forEach(listener -> listener.close().syncUninterruptibly());
        loops.values().forEach(loop -> loop.executor().submit(loop::cut).syncUninterruptibly());
        hubs.forEach(HubPool::close);
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
