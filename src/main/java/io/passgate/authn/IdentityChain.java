package io.passgate.authn;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.passgate.admission.Identifier;
import io.passgate.identity.Identification;
import io.passgate.identity.Identification.CannotTell;
import io.passgate.identity.Identification.Named;
import io.passgate.identity.Identification.Nobody;
import io.passgate.identity.RequestFacts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Asks the sources of a request's virtual proxy in their order: the first that names a user is believed, and no later one is
 * asked; one that cannot tell ends it, for the user it might have named would have gone before. Safe for use by many threads.
 */
public final class IdentityChain implements Identifier {

    private final Map<String, List<IdentityLink>> chains;
    private final Epochs epochs = new Epochs();

    /**
     * Of these virtual proxies, each prefix once.
     *
     * @param asked hears of each answer of a hub to who-am-I and how long it took; must not block
     */
    public IdentityChain(
            Collection<VirtualProxyIdentity> virtualProxies,
            BiConsumer<Identification, Duration> asked,
            InstantSource clock) {
        this.chains = virtualProxies.stream()
                .collect(toUnmodifiableMap(VirtualProxyIdentity::prefix, identity -> links(identity, asked, clock)));
    }

    private List<IdentityLink> links(
            VirtualProxyIdentity identity, BiConsumer<Identification, Duration> asked, InstantSource clock) {
        return identity.settings().chain().stream()
                .map(source -> source.<IdentityLink>fold(
                        HeaderLink::new,
                        askHub -> new HubLink(
                                askHub,
                                identity.prefix(),
                                new HubLink.Surroundings(identity.hub(), epochs, asked, clock))))
                .toList();
    }

    @Override
    public CompletionStage<Identification> identify(RequestFacts facts) {
        List<IdentityLink> chain = chains.get(facts.virtualProxy());
        return chain == null
                ? completedFuture(new CannotTell("there is no virtual proxy " + facts.virtualProxy()))
                : from(chain, facts, List.of());
    }

    private static CompletionStage<Identification> from(
            List<IdentityLink> chain, RequestFacts facts, List<String> setCookies) {
        if (chain.isEmpty()) {
            return completedFuture(new Nobody(setCookies));
        }
        return chain.get(0)
                .identify(facts)
                .thenCompose(who -> who.fold(
                        named -> completedFuture(new Named(
                                named.user(),
                                named.asSeen(),
                                named.attributes(),
                                both(setCookies, named.setCookies()),
                                named.until())),
                        nobody -> from(chain.subList(1, chain.size()), facts, both(setCookies, nobody.setCookies())),
                        cannotTell -> completedFuture(cannotTell)));
    }

    private static List<String> both(List<String> first, List<String> second) {
        return first.isEmpty()
                ? second
                : Stream.concat(first.stream(), second.stream()).toList();
    }

    @Override
    public void forget(RequestFacts facts) {
        epochs.forget(facts);
    }

    @Override
    public long epoch(RequestFacts facts) {
        return epochs.of(facts);
    }
}
