package io.passgate.app;

import io.netty.channel.EventLoopGroup;
import io.passgate.authn.VirtualProxyIdentity;
import io.passgate.config.VirtualProxy;
import io.passgate.front.VirtualProxyRoute;
import io.passgate.hub.HubAnswer;
import io.passgate.hub.HubCall;
import io.passgate.hub.HubPool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The hub of each virtual proxy, and calls of the gate's own to it on the event loops of the front, which come to be after
 * whoever makes the calls. Safe for use by many threads once {@link #use} has been called.
 */
final class Hubs {

    private final Map<String, HubPool> pools = new LinkedHashMap<>();
    private final List<VirtualProxy> virtualProxies;
    private volatile @Nullable EventLoopGroup loops;

    Hubs(List<VirtualProxy> virtualProxies) {
        this.virtualProxies = virtualProxies;
        virtualProxies.forEach(proxy -> pools.put(proxy.front().prefix(), new HubPool(proxy.hub())));
    }

    void use(EventLoopGroup frontLoops) {
        loops = frontLoops;
    }

    List<VirtualProxyRoute> routes() {
        return pools.entrySet().stream()
                .map(entry -> new VirtualProxyRoute(entry.getKey(), Optional.empty(), entry.getValue()))
                .toList();
    }

    List<VirtualProxyIdentity> identities() {
        return virtualProxies.stream()
                .map(proxy -> new VirtualProxyIdentity(
                        proxy.front().prefix(),
                        proxy.identity(),
                        call -> call(proxy.front().prefix(), call)))
                .toList();
    }

    /** Every header that says who is asking in any virtual proxy. */
    Set<String> identityHeaders() {
        return virtualProxies.stream()
                .flatMap(proxy -> proxy.identity().headers().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Puts a call to the hub of the virtual proxy {@code prefix}. */
    CompletionStage<HubAnswer> call(String prefix, HubCall call) {
        EventLoopGroup group = loops;
        HubPool pool = pools.get(prefix);
        if (group == null || pool == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("no way to the hub of " + prefix));
        }
        return pool.call(group.next(), call);
    }
}
