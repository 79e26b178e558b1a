package io.passgate.gatekeeper;

import com.fasterxml.jackson.core.JsonPointer;
import io.netty.channel.EventLoopGroup;
import io.passgate.admission.Admit;
import io.passgate.admission.AnonymousOpenings;
import io.passgate.admission.DecisionLog;
import io.passgate.admission.EndSession;
import io.passgate.admission.GateCookies;
import io.passgate.admission.Ids;
import io.passgate.admission.LicenseSource;
import io.passgate.admission.MemoryLedger;
import io.passgate.admission.Renew;
import io.passgate.admission.TestRules;
import io.passgate.admission.Waiting;
import io.passgate.authn.AskHub;
import io.passgate.authn.CredentialNames;
import io.passgate.authn.DirectorySource;
import io.passgate.authn.IdentityChain;
import io.passgate.authn.IdentitySettings;
import io.passgate.authn.NobodySigns;
import io.passgate.authn.UserPointers;
import io.passgate.authn.VirtualProxyIdentity;
import io.passgate.decision.Policy;
import io.passgate.front.Front;
import io.passgate.front.FrontLimits;
import io.passgate.front.FrontSettings;
import io.passgate.front.ListenerSettings;
import io.passgate.front.LocalAnswer;
import io.passgate.front.TrafficListener;
import io.passgate.front.VirtualProxyRoute;
import io.passgate.gatekeeper.VirtualProxySettings.NobodyRule;
import io.passgate.gatekeeper.VirtualProxySettings.RefusalStyle;
import io.passgate.hub.HubPool;
import io.passgate.hub.HubSettings;
import io.passgate.license.AccessType;
import io.passgate.license.Standing;
import io.passgate.license.Terms;
import io.passgate.license.TestTerms;
import io.passgate.page.SiteSettings;
import io.passgate.session.SessionId;
import io.passgate.testing.RawClient;
import io.passgate.wire.TrustedProxies;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A door in front of a {@link TalkingHub} where everybody, signed in or not, lives on analyzer capacity; its ledger is in memory,
 * its time moves when it is told to. Not safe for use by several threads.
 */
final class MeteredDoor implements AutoCloseable {

    final TalkingHub hub = new TalkingHub();
    final MemoryLedger ledger = new MemoryLedger();
    private final HubPool pool = new HubPool(HubSettings.of(List.of(hub.url())));
    private final Terms terms;
    private final Front front;
    private volatile Instant now = Instant.parse("2026-03-02T08:00:00Z");
    private volatile Optional<EventLoopGroup> loops = Optional.empty();

    /** So many minutes are left. */
    MeteredDoor(int minutes) throws Exception {
        terms = TestRules.may(TestTerms.capacity(TestTerms.of(0, 0, 0), minutes, 0), true, Optional.empty());
        ledger.apply(TestRules.everybody(AccessType.ANALYZER_CAPACITY), terms, now);
        InstantSource clock = () -> now;
        LicenseSource license = at -> new LicenseSource.License(
                terms, new Standing(Standing.State.VALID, "verified", Optional.of(at), Instant.MAX));
        Supplier<Policy> policy = () -> Policy.DEFAULT;
        Waiting waiting = new Waiting(10, clock);
        EndSession endSession = new EndSession(ledger, license, policy, new Deaf(), waiting, clock);
        IdentitySettings asking = asking();
        IdentityChain identity = new IdentityChain(
                List.of(new VirtualProxyIdentity(
                        "/", asking, call -> pool.call(loops.orElseThrow().next(), call))),
                (answer, took) -> {},
                clock);
        Admit.Ports ports = new Admit.Ports(ledger, identity, license, new Deaf());
        Renew renew = new Renew(ports, policy, endSession, new Random(), clock);
        Admit admit = new Admit(
                ports,
                policy,
                new Admit.Uses(endSession, renew, new AnonymousOpenings(3, clock)),
                new GateCookies(new byte[32]),
                new Random(),
                clock);
        front = new Front(
                new FrontSettings(
                        List.of(ListenerSettings.clear(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))),
                        TrustedProxies.of(List.of()),
                        FrontLimits.DEFAULT,
                        Set.of(),
                        1),
                List.of(new VirtualProxyRoute("/", Optional.empty(), pool)),
                Doors.open(
                        List.of(new Doors.Proxy(settings(), asking)),
                        new Doors.Uses(admit, endSession, renew, ledger, ledger, identity, waiting),
                        new Doors.Surroundings(
                                new SiteSettings("the hub", Optional.empty()),
                                new byte[32],
                                (prefix, call) -> unwanted(),
                                Runnable::run,
                                clock)),
                (fault, browser, again, id) -> new LocalAnswer(fault.status(), List.of(), new byte[0]),
                TrafficListener.NONE);
        loops = Optional.of(front.loops());
        front.start();
    }

    private static <T> CompletionStage<T> unwanted() {
        return CompletableFuture.failedFuture(new AssertionError("nobody signs out"));
    }

    private static IdentitySettings asking() {
        return new IdentitySettings(List.of(new AskHub(
                "/whoami",
                new UserPointers(
                        JsonPointer.compile("/user/id"),
                        new DirectorySource.InAnswer(JsonPointer.compile("/user/directory")),
                        Map.of()),
                new NobodySigns(List.of(401), List.of(JsonPointer.compile("/user")), List.of()),
                Map.of(),
                new CredentialNames(List.of("DEMOHUB"), List.of(), List.of(), List.of()))));
    }

    private static VirtualProxySettings settings() {
        return new VirtualProxySettings(
                "/",
                NobodyRule.ANONYMOUS,
                List.of(new PathPattern("/open/*")),
                List.of(new PathPattern("/*")),
                List.of(),
                RefusalStyle.QLIK,
                Duration.ofMinutes(30),
                false,
                List.of(),
                false);
    }

    void later(Duration time) {
        now = now.plus(time);
    }

    /** Minutes used so far. */
    long used() {
        return ledger.stock(terms, now).minutesUsed();
    }

    RawClient connect() {
        return new RawClient(front.addresses().get(0));
    }

    /** A browser's request with these further header lines. */
    static String request(String path, String... lines) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nSec-Fetch-Site: same-origin\r\n"
                + String.join("\r\n", lines) + (lines.length == 0 ? "" : "\r\n") + "\r\n";
    }

    /** The answer to it, on a connection of its own. */
    String get(String path, String... lines) {
        try (RawClient client = connect()) {
            return client.send(request(path, lines)).readAnswer();
        }
    }

    @Override
    public void close() {
        front.drain(Duration.ZERO);
        front.close();
        hub.close();
    }

    private static final class Random implements Ids {
        @Override
        public SessionId session() {
            return new SessionId(UUID.randomUUID().toString());
        }

        @Override
        public String usage() {
            return UUID.randomUUID().toString();
        }
    }

    private static final class Deaf implements DecisionLog {
        @Override
        public void opened(Opened opened) {}

        @Override
        public void renewed(Renewed renewed) {}

        @Override
        public void refused(Refused refused) {}

        @Override
        public void ended(Ended ended) {}

        @Override
        public void exempt(Exempt exempt) {}

        @Override
        public void usedFrom(UsedFrom used) {}
    }
}
