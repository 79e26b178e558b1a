package io.passgate.authn;

import com.fasterxml.jackson.core.JsonPointer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.passgate.hub.HubPool;
import io.passgate.hub.HubSettings;
import io.passgate.identity.Credential;
import io.passgate.identity.Credentials;
import io.passgate.identity.Identification;
import io.passgate.identity.RequestFacts;
import io.passgate.wire.TrustedProxies;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A chain in front of a {@link WhoAmIHub}, over the gate's own connections, with time moved by hand. */
final class ChainFixture implements AutoCloseable {

    /** Asks {@code /me} with the cookie {@code sid}; 401 or no {@code user} is nobody. */
    static final AskHub ASK = ask(new CredentialNames(
            List.of("sid"), List.of("Authorization", "X-Api-Key"), List.of("token"), List.of("ticket")));

    static final TrustedHeader TRUSTED =
            new TrustedHeader("X-Remote-User", "CORP", TrustedProxies.of(List.of("10.1.0.0/16")));

    final ClockByHand clock = new ClockByHand();
    final WhoAmIHub hub;
    final List<String> outcomes = new CopyOnWriteArrayList<>();
    final IdentityChain chain;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final List<HubPool> pools = new ArrayList<>();

    ChainFixture(WhoAmIHub.Script script, IdentitySource... sources) throws IOException {
        hub = new WhoAmIHub(script);
        chain = chain("/", hub.url(), sources);
    }

    static AskHub ask(CredentialNames names) {
        return new AskHub(
                "/me?full=1",
                new UserPointers(
                        pointer("/user"),
                        new DirectorySource.Fixed("HUB"),
                        Map.of("groups", pointer("/groups"), "level", pointer("/level"))),
                new NobodySigns(
                        List.of(401),
                        List.of(pointer("/user")),
                        List.of(new NobodySigns.Equal(pointer("/anonymous"), "true"))),
                Map.of("X-Fixed", "always"),
                names);
    }

    static JsonPointer pointer(String text) {
        return JsonPointer.compile(text);
    }

    IdentityChain chain(String prefix, URI url, IdentitySource... sources) {
        HubPool pool = new HubPool(HubSettings.of(List.of(url)));
        pools.add(pool);
        return new IdentityChain(
                List.of(new VirtualProxyIdentity(
                        prefix, new IdentitySettings(Arrays.asList(sources)), call -> pool.call(loops.next(), call))),
                (who, took) -> outcomes.add(who.getClass().getSimpleName() + " " + took.isNegative()),
                clock);
    }

    static Credential cookie(String value) {
        return new Credential(Credential.Kind.COOKIE, "sid", value);
    }

    static Credential header(String name, String value) {
        return new Credential(Credential.Kind.HEADER, name, value);
    }

    static Credential query(String name, String value) {
        return new Credential(Credential.Kind.QUERY, name, value);
    }

    /** A request from 10.1.0.7, for the client 192.0.2.9, with these credentials. */
    static RequestFacts with(Credential... credentials) {
        return facts("/", "10.1.0.7", "192.0.2.9", Map.of(), credentials);
    }

    static RequestFacts facts(
            String prefix,
            String peer,
            String address,
            Map<String, List<String>> identityHeaders,
            Credential... credentials) {
        return new RequestFacts(
                "r-1",
                prefix,
                "GET",
                "/",
                peer,
                address,
                "gate.example:8443",
                "Test",
                true,
                false,
                new Credentials(Arrays.asList(credentials)),
                identityHeaders);
    }

    CompletionStage<Identification> identify(RequestFacts facts) {
        return chain.identify(facts);
    }

    Identification who(RequestFacts facts) throws Exception {
        return await(identify(facts));
    }

    Identification who(Credential... credentials) throws Exception {
        return who(with(credentials));
    }

    static Identification await(CompletionStage<Identification> answer) throws Exception {
        return answer.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** The answer in one line: the user, {@code nobody}, or {@code ?} and why. */
    static String said(Identification who) {
        return who.fold(named -> named.user().written(), nobody -> "nobody", cannotTell -> "? " + cannotTell.why());
    }

    String said(Credential... credentials) throws Exception {
        return said(who(credentials));
    }

    void later(Duration by) {
        clock.move(by);
    }

    @Override
    public void close() throws IOException {
        pools.forEach(HubPool::close);
        hub.close();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
