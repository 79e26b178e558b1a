package io.passgate.gatekeeper;

import io.passgate.admission.Admit;
import io.passgate.admission.EndSession;
import io.passgate.admission.Identifier;
import io.passgate.admission.Ledger;
import io.passgate.admission.Records;
import io.passgate.admission.Renew;
import io.passgate.admission.Waiting;
import io.passgate.authn.IdentitySettings;
import io.passgate.front.Gatekeeper;
import io.passgate.gatekeeper.ConnectionProof.Doorkeeping;
import io.passgate.hub.HubAnswer;
import io.passgate.hub.HubCall;
import io.passgate.page.Answers;
import io.passgate.page.SiteSettings;
import io.passgate.page.SocketNotices;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Puts a {@link Door} together. Stateless. */
public final class Doors {

    private Doors() {}

    /**
     * A virtual proxy that has a door.
     *
     * @param settings its rules
     * @param identity how it finds out who is asking
     */
    public record Proxy(VirtualProxySettings settings, IdentitySettings identity) {}

    /** The use cases and ports that a door needs. */
    public record Uses(
            Admit admit,
            EndSession endSession,
            Renew renew,
            Ledger ledger,
            Records records,
            Identifier identifier,
            Waiting waiting) {}

    /**
     * What surrounds a door.
     *
     * @param site in whose name it speaks
     * @param siteKey for the tokens of its forms
     * @param hub puts a call to the hub of the virtual proxy of a prefix
     * @param readers where the ledger may be read that blocks
     */
    public record Surroundings(
            SiteSettings site,
            byte[] siteKey,
            BiFunction<String, HubCall, CompletionStage<HubAnswer>> hub,
            Executor readers,
            InstantSource clock) {}

    /** The door of these virtual proxies. */
    public static Gatekeeper open(List<Proxy> proxies, Uses uses, Surroundings around) {
        FormTokens tokens = new FormTokens(around.siteKey());
        Refusals refusals = new Refusals(
                new Answers(around.site()),
                new SocketNotices(around.site()),
                tokens,
                user -> CompletableFuture.supplyAsync(
                        () -> uses.records().sessions(user).stream()
                                .map(record -> record.session())
                                .toList(),
                        around.readers()),
                around.clock());
        LogOut logOut = new LogOut(uses.ledger(), uses.endSession(), uses.identifier());
        OwnPaths ownPaths = new OwnPaths(
                uses.identifier(),
                uses.admit(),
                uses.waiting(),
                new SignOutCall(around.hub(), logOut),
                tokens,
                refusals);
        return new Door(
                proxies.stream()
                        .collect(Collectors.toMap(
                                proxy -> proxy.settings().prefix(),
                                proxy -> new VirtualProxyRules(proxy.settings(), proxy.identity()))),
                uses.admit(),
                ownPaths,
                refusals,
                new Doorkeeping(
                        new Guards(uses.admit(), logOut, refusals), uses.renew(), uses.identifier(), around.clock()));
    }
}
