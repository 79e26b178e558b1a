package io.passgate.hub;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.AddressResolverGroup;
import io.passgate.wire.HeadLimits;
import io.passgate.wire.ResponseHead;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one event loop to one hub: idle ones last in, first out, so that surplus ones grow old and are closed.
 * Confined to that loop.
 */
public final class HubLane {
    private static final Logger LOG = LoggerFactory.getLogger(HubLane.class);

    private static final long EXPIRY_MILLIS = 1000;

    private final HubPool pool;
    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final Deque<HubConnection> idle = new ArrayDeque<>();
    private final Future<?> expiry;
    private ResponseHead head = new ResponseHead();
    private int preferred;
    private boolean closed;

    HubLane(HubPool pool, EventLoop loop, Bootstrap bootstrap) {
        this.pool = pool;
        this.loop = loop;
        this.bootstrap = bootstrap
                .group(loop)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(pool.settings().connectTimeout().toMillis()));
        this.expiry = loop.scheduleWithFixedDelay(this::expire, EXPIRY_MILLIS, EXPIRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The hub's settings. */
    public HubSettings settings() {
        return pool.settings();
    }

    /** What Host says by {@link HubSettings.HostRule#HUB}: that of the first URL. Not to be written to. */
    public byte[] authority() {
        return pool.addresses().get(0).authority();
    }

    /**
     * Finds a connection for {@code reply}: an idle one unless {@code fresh} is wanted, else a new one. {@link
     * HubReply#connected} or {@link HubReply#failed} follows, possibly before this returns.
     */
    public void open(HubReply reply, boolean fresh) {
        HubConnection found = fresh ? null : idle.pollLast();
        while (found != null && !found.isActive()) {
            found = idle.pollLast();
        }
        if (found == null) {
            connect(reply, 0);
        } else {
            found.again(reply);
        }
    }

    private void connect(HubReply reply, int tried) {
        int index = (preferred + tried) % pool.addresses().size();
        HubAddress address = pool.addresses().get(index);
        bootstrap
                .clone()
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (address.tls()) {
                            channel.pipeline().addLast(pool.sslHandler(channel, address));
                        }
                        channel.pipeline().addLast(new HubConnection(HubLane.this, channel));
                    }
                })
                .connect(address.socketAddress())
                .addListener((ChannelFuture future) -> {
                    if (!future.isSuccess()) {
                        boolean late = future.cause() instanceof ConnectTimeoutException;
                        next(
                                reply,
                                tried,
                                late ? HubFault.Kind.CONNECT_TIMEOUT : HubFault.Kind.UNREACHABLE,
                                address,
                                future.cause());
                    } else if (address.tls()) {
                        handshake(future.channel(), reply, tried, index);
                    } else {
                        connected(future.channel(), reply, index);
                    }
                });
    }

    private void handshake(Channel channel, HubReply reply, int tried, int index) {
        channel.pipeline().get(SslHandler.class).handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                connected(channel, reply, index);
            } else {
                ChannelFuture unused = channel.close();
                next(reply, tried, HubFault.Kind.TLS, pool.addresses().get(index), done.cause());
            }
        });
    }

    private void connected(Channel channel, HubReply reply, int index) {
        preferred = index;
        HubConnection connection = channel.pipeline().get(HubConnection.class);
        if (connection == null) {
            reply.failed(HubFault.Kind.CUT, false); // closed while it was being opened
        } else {
            connection.again(reply);
        }
    }

    private void next(HubReply reply, int tried, HubFault.Kind kind, HubAddress address, Throwable cause) {
        LOG.debug("hub {}:{} is not reached: {}", address.host(), address.port(), cause.toString());
        if (tried + 1 < pool.addresses().size()) {
            connect(reply, tried + 1);
        } else {
            reply.failed(kind, false);
        }
    }

    void pool(HubConnection connection) {
        if (closed || idle.size() >= pool.settings().poolSize()) {
            connection.close();
            return;
        }
        connection.idleSinceNanos = System.nanoTime();
        idle.addLast(connection);
    }

    void forget(HubConnection connection) {
        idle.remove(connection);
    }

    /** Closes what has been idle too long. */
    private void expire() {
        long oldest = System.nanoTime() - pool.settings().idle().toNanos();
        for (HubConnection eldest = idle.peekFirst();
                eldest != null && eldest.idleSinceNanos - oldest < 0;
                eldest = idle.peekFirst()) {
            idle.removeFirst();
            eldest.close();
        }
    }

    void close() {
        closed = true;
        List.copyOf(idle).forEach(HubConnection::close);
        idle.clear();
        expiry.cancel(false);
        AddressResolverGroup<?> names = bootstrap.config().resolver();
        if (names != null) {
            names.close();
        }
    }

    EventLoop loop() {
        return loop;
    }

    HeadLimits limits() {
        return pool.settings().limits();
    }

    ResponseHead head() {
        return head;
    }

    /** Leaves the scratch head to who holds it. */
    void keepHead() {
        head = new ResponseHead();
    }
}
