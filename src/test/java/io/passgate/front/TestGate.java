package io.passgate.front;

import io.passgate.hub.HubPool;
import io.passgate.hub.HubSettings;
import io.passgate.wire.TrustedProxies;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A gate on a free loopback port before one hub, by default with an open door. Change what a test is about, then start it. */
public final class TestGate implements AutoCloseable {
    private HubSettings hub;
    private ListenerSettings listener =
            ListenerSettings.clear(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private Gatekeeper gatekeeper = exchange -> exchange.pass(Passage.PLAIN);
    private FrontLimits limits = FrontLimits.DEFAULT;
    private TrustedProxies trusted = TrustedProxies.NONE;
    private TrafficListener traffic = TrafficListener.NONE;
    private Optional<Front> front = Optional.empty();
    private Optional<HubPool> pool = Optional.empty();

    public TestGate(URI... hub) {
        this.hub = HubSettings.of(List.of(hub));
    }

    /** A started gate before this hub. */
    public static TestGate before(URI hub) {
        return new TestGate(hub).start();
    }

    public TestGate gatekeeper(Gatekeeper other) {
        gatekeeper = other;
        return this;
    }

    public TestGate limits(FrontLimits other) {
        limits = other;
        return this;
    }

    public TestGate hub(UnaryOperator<HubSettings> change) {
        hub = change.apply(hub);
        return this;
    }

    public TestGate listener(ListenerSettings other) {
        listener = other;
        return this;
    }

    public TestGate trusting(String... proxies) {
        trusted = TrustedProxies.of(List.of(proxies));
        return this;
    }

    public TestGate traffic(TrafficListener other) {
        traffic = other;
        return this;
    }

    public TestGate start() {
        HubPool way = new HubPool(hub);
        pool = Optional.of(way);
        Front started = new Front(
                new FrontSettings(List.of(listener), trusted, limits, Set.of(), 1),
                List.of(new VirtualProxyRoute("/", Optional.empty(), way)),
                gatekeeper,
                new PlainAnswers(),
                traffic);
        front = Optional.of(started);
        started.start();
        return this;
    }

    public Front front() {
        return front.orElseThrow();
    }

    public HubPool pool() {
        return pool.orElseThrow();
    }

    public InetSocketAddress address() {
        return front().addresses().get(0);
    }

    /** Ends the front at once, as closing does; says so in a test where the end is the point. */
    public void cut() {
        close();
    }

    @Override
    public void close() {
        front.ifPresent(Front::close);
    }
}
