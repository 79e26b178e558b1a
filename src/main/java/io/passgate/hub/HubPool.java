package io.passgate.hub;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** The way to one hub, with a {@link HubLane} per event loop. Safe for use by several threads; lanes are not. */
public final class HubPool implements AutoCloseable {
    private final HubSettings settings;
    private final List<HubAddress> addresses;
    private final Optional<SslContext> tls;
    private final FastThreadLocal<HubLane> lanes = new FastThreadLocal<>();
    private final Queue<HubLane> all = new ConcurrentLinkedQueue<>();

    /**
     * A pool without a connection yet.
     *
     * @throws IllegalArgumentException when the trust file cannot be used, naming it
     */
    public HubPool(HubSettings settings) {
        this.settings = settings;
        this.addresses = settings.urls().stream().map(HubAddress::of).toList();
        this.tls = addresses.stream().anyMatch(HubAddress::tls) ? Optional.of(tls(settings.trust())) : Optional.empty();
    }

    private static SslContext tls(Optional<Path> trust) {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .endpointIdentificationAlgorithm("HTTPS");
        try {
            trust.ifPresent(file -> builder.trustManager(file.toFile()));
            return builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "hub.trust: expected a PEM file of certificates: "
                            + trust.map(Path::toString).orElse("(platform)"),
                    e);
        }
    }

    public HubSettings settings() {
        return settings;
    }

    List<HubAddress> addresses() {
        return addresses;
    }

    /** The lane of {@code loop}; to be called on it. */
    public HubLane lane(EventLoop loop) {
        HubLane lane = lanes.getIfExists();
        if (lane == null) {
            lane = new HubLane(this, loop, bootstrap(loop));
            lanes.set(lane);
            all.add(lane);
        }
        return lane;
    }

    private Bootstrap bootstrap(EventLoop loop) {
        boolean epoll = loop instanceof IoEventLoop io && io.isIoType(EpollIoHandler.class);
        Bootstrap bootstrap = new Bootstrap().channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class);
        if (addresses.stream().anyMatch(HubAddress::isName)) {
            bootstrap.resolver(new DnsAddressResolverGroup(new DnsNameResolverBuilder()
                    .datagramChannelType(epoll ? EpollDatagramChannel.class : NioDatagramChannel.class)));
        } else {
            bootstrap.disableResolver();
        }
        return bootstrap;
    }

    SslHandler sslHandler(Channel channel, HubAddress address) {
        SslHandler handler = tls.orElseThrow().newHandler(channel.alloc(), address.host(), address.port());
        handler.setHandshakeTimeout(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
        return handler;
    }

    /**
     * Makes a request of the gate's own and collects the answer. May be called on any thread; completes on {@code loop}, with a
     * {@link HubFault} when there is no answer.
     */
    public CompletionStage<HubAnswer> call(EventLoop loop, HubCall call) {
        return PendingCall.start(this, loop, call);
    }

    /** Closes idle connections; those in use are closed when they are given back. */
    @Override
    public void close() {
        all.stream().filter(lane -> !lane.loop().isShuttingDown()).forEach(lane -> lane.loop()
                .execute(lane::close));
    }
}
