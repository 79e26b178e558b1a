package io.passgate.doctor;

import io.passgate.authn.AskHub;
import io.passgate.authn.Question;
import io.passgate.config.VirtualProxy;
import io.passgate.hub.HubCall;
import io.passgate.identity.Credentials;
import io.passgate.identity.RequestFacts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One address of a hub: the way there, and who-am-I as each virtual proxy in front of it asks it. Confined to one thread.
 *
 * @param place url and trust
 * @param proxies the virtual proxies that use it, at least one
 */
record HubCheck(Place place, List<VirtualProxy> proxies, InstantSource clock) implements Check {

    HubCheck {
        proxies = List.copyOf(proxies);
    }

    /**
     * Where a hub is.
     *
     * @param trust PEM file of the authorities that may vouch for it
     */
    record Place(URI url, Optional<Path> trust) {}

    /** One for each address, however many virtual proxies use it. */
    static List<Check> all(List<VirtualProxy> proxies, InstantSource clock) {
        Map<Place, List<VirtualProxy>> places = new LinkedHashMap<>();
        for (VirtualProxy proxy : proxies) {
            for (URI url : proxy.hub().urls()) {
                places.computeIfAbsent(new Place(url, proxy.hub().trust()), none -> new ArrayList<>())
                        .add(proxy);
            }
        }
        return places.entrySet().stream()
                .<Check>map(entry -> new HubCheck(entry.getKey(), entry.getValue(), clock))
                .toList();
    }

    @Override
    public Subject subject() {
        return new Subject("hub " + place.url());
    }

    @Override
    public void look(Consumer<Finding> found) {
        Target target = new Target(
                subject(),
                "the hub",
                "virtualProxies[].hub",
                "virtualProxies[].hub.urls",
                place.url(),
                place.trust(),
                Optional.empty());
        Reach reach = new Reach(target, ClockBounds.HUB, clock, found);
        reach.walk("/");
        for (VirtualProxy proxy : proxies) {
            asked(proxy).ifPresent(ask -> found.accept(whoAmI(target, reach, proxy, ask)));
        }
    }

    private static Optional<AskHub> asked(VirtualProxy proxy) {
        return proxy.identity().chain().stream()
                .flatMap(source -> source.<Stream<AskHub>>fold(trustedHeader -> Stream.empty(), Stream::of))
                .findFirst();
    }

    private static Finding whoAmI(Target target, Reach reach, VirtualProxy proxy, AskHub ask) {
        String prefix = proxy.front().prefix();
        Subject subject = new Subject(target.subject().name() + ", virtual proxy " + prefix);
        if (reach.broken().isPresent()) {
            return subject.skipped(
                    WhoAmIJudge.CHECK, "the hub's " + reach.broken().get() + " is at fault");
        }
        HubCall call = Question.of(proxy.identity(), prefix)
                .replay("GET", ask.path(), Credentials.NONE, facts(target, prefix));
        try {
            return WhoAmIJudge.judge(subject, ask, reach.exchange(call));
        } catch (IOException e) {
            return ReachJudge.cut(target, WhoAmIJudge.CHECK, e);
        }
    }

    /** A request that comes from nobody. */
    private static RequestFacts facts(Target target, String prefix) {
        String here = "127.0.0.1";
        return new RequestFacts(
                "doctor",
                prefix,
                "GET",
                "/",
                here,
                here,
                target.authority(),
                "passgate doctor",
                target.isTls(),
                true,
                Credentials.NONE,
                Map.of());
    }
}
