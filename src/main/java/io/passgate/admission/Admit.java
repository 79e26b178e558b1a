package io.passgate.admission;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.passgate.admission.AdmittedSession.Proof;
import io.passgate.admission.Arrival.Anonymous;
import io.passgate.decision.Policy;
import io.passgate.identity.Attributes;
import io.passgate.identity.Identification;
import io.passgate.identity.RequestFacts;
import io.passgate.identity.User;
import io.passgate.session.Ending;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Lets an arrival in, or says why not: finds its session, asks who it is, opens a session where there is none (design.md §3
 * and §4). The fast path, a request that is admitted already, does not come here. Safe for use by many threads.
 */
public final class Admit {

    /** How long an admitted session goes on while it cannot be told who is asking (design.md §4). */
    static final Duration LAST_ANSWER_STANDS = Duration.ofMinutes(10);

    /** How often a request is looked at whose session is ended by somebody else meanwhile. */
    private static final int TRIES = 3;

    private final Ledger ledger;
    private final Identifier identifier;
    private final LicenseSource license;
    private final Supplier<Policy> policy;
    private final EndSession endSession;
    private final Renew renew;
    private final AnonymousOpenings anonymousOpenings;
    private final Open open;
    private final Ids ids;
    private final InstantSource clock;

    /**
     * Works on these ports.
     *
     * @param policy the configured policy in force, not yet cut down to the license
     */
    public Admit(Ports ports, Supplier<Policy> policy, Uses uses, GateCookies cookies, Ids ids, InstantSource clock) {
        this.ledger = ports.ledger();
        this.identifier = ports.identifier();
        this.license = ports.license();
        this.policy = policy;
        this.endSession = uses.endSession();
        this.renew = uses.renew();
        this.anonymousOpenings = uses.anonymousOpenings();
        this.open = new Open(ports, uses.endSession(), cookies, ids, clock);
        this.ids = ids;
        this.clock = clock;
    }

    /** The ports that it needs. */
    public record Ports(Ledger ledger, Identifier identifier, LicenseSource license, DecisionLog log) {}

    /** What it leaves to others. */
    public record Uses(EndSession endSession, Renew renew, AnonymousOpenings anonymousOpenings) {}

    /** What becomes of {@code arrival}. Completes on any thread; fails with {@link LedgerUnavailable}. */
    public CompletionStage<Admittance> admit(Arrival arrival) {
        return admit(arrival, TRIES);
    }

    /**
     * The same on a path that needs no access pass: goes on with the user's session where there is one, opens none and refuses
     * nobody who is signed in. Completes on any thread; fails with {@link LedgerUnavailable}.
     */
    public CompletionStage<Admittance> visit(Arrival arrival) {
        return live(arrival).thenCompose(live -> {
            if (live.isPresent() && presentsNothing(arrival.facts())) {
                return visited(arrival, live, unasked(live.get()));
            }
            return identifier
                    .identify(arrival.facts())
                    .thenCompose(who -> who.fold(
                            named -> visited(arrival, proved(arrival, live.filter(this::admits), named), named),
                            nobody -> live.filter(s -> s.session().user().isAnonymous())
                                    .map(s -> visited(
                                            arrival, live, anonymous(s.session().user(), nobody)))
                                    .orElseGet(() -> notSignedIn(nobody.setCookies(), false)),
                            cannotTell -> lastAnswer(arrival, live)
                                    .map(named -> visited(arrival, live, named))
                                    .orElseGet(() -> completedFuture(new Admittance.CannotTell(cannotTell.why())))));
        });
    }

    private CompletionStage<Admittance> visited(
            Arrival arrival, Optional<AdmittedSession> live, Identification.Named named) {
        Moment moment = moment();
        Admittance without = new Admittance.SignedIn(named.user(), named.setCookies(), named.until());
        Optional<AdmittedSession> goesOn = live.filter(s -> s.session().user().equals(named.user()))
                .filter(s -> moment.letsIn() && !barred(arrival, s, moment));
        if (goesOn.isEmpty()) {
            return completedFuture(without);
        }
        AdmittedSession session = goesOn.get();
        Admittance with =
                new Admittance.Admitted(session, Optional.empty(), named.setCookies(), moment.atMost(named.until()));
        session.active(moment.now().toEpochMilli());
        return session.due(moment.now().toEpochMilli())
                ? renew.renew(session, arrival.facts()).thenApply(paid -> paid.filter(Renewal.Outcome::goesOn)
                        .map(o -> with)
                        .orElse(without))
                : completedFuture(with);
    }

    /** The session, with its user proved by this request if it is them who was named. */
    private Optional<AdmittedSession> proved(
            Arrival arrival, Optional<AdmittedSession> live, Identification.Named named) {
        live.filter(s -> s.session().user().equals(named.user())).ifPresent(s -> s.proved(proof(arrival)));
        return live;
    }

    /** While it cannot be told who asks: what was last proved by the same credentials, if that is recent (design.md §4). */
    private Optional<Identification.Named> lastAnswer(Arrival arrival, Optional<AdmittedSession> live) {
        Instant now = clock.instant();
        return live.filter(this::admits)
                .filter(s -> s.proof()
                        .stands(arrival.facts().fingerprint(), now.toEpochMilli(), LAST_ANSWER_STANDS.toMillis()))
                .map(s -> new Identification.Named(s.session().user(), Attributes.NONE, List.of(), now));
    }

    private CompletionStage<Admittance> admit(Arrival arrival, int tries) {
        return live(arrival).thenCompose(live -> {
            if (live.isPresent()
                    && presentsNothing(arrival.facts())
                    && arrival.endFirst().isEmpty()) {
                return goOn(arrival, live.get(), unasked(live.get()), tries);
            }
            return identifier
                    .identify(arrival.facts())
                    .thenCompose(who -> who.fold(
                            named -> named(arrival, live.filter(this::admits), named, tries),
                            nobody -> nobody(arrival, live.filter(this::admits), nobody, tries),
                            cannotTell -> lastAnswer(arrival, live)
                                    .map(named -> goOn(arrival, live.orElseThrow(), named, tries))
                                    .orElseGet(() -> completedFuture(new Admittance.CannotTell(cannotTell.why())))));
        });
    }

    /** The session of its gate cookie, if that is this virtual proxy's and still admits. */
    private CompletionStage<Optional<AdmittedSession>> live(Arrival arrival) {
        String virtualProxy = arrival.facts().virtualProxy();
        return arrival.gateCookie()
                .map(key -> ledger.find(key).thenApply(found -> found.filter(this::admits)
                        .filter(s -> s.session().virtualProxy().equals(virtualProxy))
                        .map(s -> cameBack(s, arrival.arrived()))))
                .orElseGet(() -> completedFuture(Optional.empty()));
    }

    private boolean admits(AdmittedSession session) {
        return session.admits(clock.millis());
    }

    private AdmittedSession cameBack(AdmittedSession session, Instant at) {
        if (session.cookieCameBack()) {
            ledger.closeJoin(session.session().id(), at);
        }
        return session;
    }

    /** A live gate cookie with none of the hub's credentials keeps its proved user (design.md §4). */
    private static boolean presentsNothing(RequestFacts facts) {
        return facts.credentials().isEmpty() && facts.identityHeaders().isEmpty();
    }

    /** What stands for an answer where nobody needed to be asked. */
    private static Identification.Named unasked(AdmittedSession session) {
        return new Identification.Named(session.session().user(), Attributes.NONE, List.of(), Instant.MAX);
    }

    private CompletionStage<Admittance> named(
            Arrival arrival, Optional<AdmittedSession> live, Identification.Named named, int tries) {
        if (live.isEmpty()) {
            return open(arrival, named, moment(), tries);
        }
        AdmittedSession session = live.get();
        if (session.session().user().equals(named.user())) {
            session.proved(proof(arrival));
            return goOn(arrival, session, named, tries);
        }
        return endSession
                .end(session.session().id(), Ending.USER_SWITCH)
                .thenCompose(ended -> open(arrival, named, moment(), tries));
    }

    /** Nobody is signed in: an anonymous user, where virtual proxy and license let there be any (design.md §4). */
    private CompletionStage<Admittance> nobody(
            Arrival arrival, Optional<AdmittedSession> live, Identification.Nobody nobody, int tries) {
        Optional<AdmittedSession> own = live.filter(s -> s.session().user().isAnonymous());
        if (own.isPresent()) {
            return goOn(arrival, own.get(), anonymous(own.get().session().user(), nobody), tries);
        }
        boolean licensed = moment().terms().may().anonymous();
        if (arrival.anonymous() != Anonymous.OPEN || !licensed) {
            return notSignedIn(nobody.setCookies(), arrival.anonymous() == Anonymous.OPEN);
        }
        if (!anonymousOpenings.take(arrival.facts().address())) {
            return completedFuture(new Admittance.TooOften(AnonymousOpenings.WITHIN));
        }
        return named(arrival, live, anonymous(User.anonymous(ids.session().value()), nobody), tries);
    }

    /** Asked again at the next request: somebody may sign in with credentials that keep their value. */
    private Identification.Named anonymous(User user, Identification.Nobody nobody) {
        return new Identification.Named(user, Attributes.NONE, nobody.setCookies(), clock.instant());
    }

    private static CompletionStage<Admittance> notSignedIn(List<String> setCookies, boolean unlicensed) {
        return completedFuture(new Admittance.NotSignedIn(setCookies, unlicensed));
    }

    /** Whether it is the session of an anonymous user and there must be none any more. */
    private static boolean barred(Arrival arrival, AdmittedSession session, Moment moment) {
        return session.session().user().isAnonymous()
                && (arrival.anonymous() == Anonymous.NOTHING
                        || !moment.terms().may().anonymous());
    }

    /**
     * A session that is open goes on as long as the license lets anybody in (design.md §3, step 2 before step 3), paid for anew
     * where its paid time is over.
     */
    private CompletionStage<Admittance> goOn(
            Arrival arrival, AdmittedSession session, Identification.Named named, int tries) {
        Moment moment = moment();
        if (barred(arrival, session, moment)) {
            return notSignedIn(named.setCookies(), arrival.anonymous() != Anonymous.NOTHING);
        }
        if (!moment.letsIn()) {
            return open(arrival, named, moment, tries);
        }
        session.active(moment.now().toEpochMilli());
        Admittance goesOn =
                new Admittance.Admitted(session, Optional.empty(), named.setCookies(), moment.atMost(named.until()));
        return session.due(moment.now().toEpochMilli())
                ? renew.renew(session, arrival.facts()).thenCompose(outcome -> outcome.map(
                                o -> completedFuture(paid(o, named, goesOn)))
                        .orElseGet(() -> open(arrival, named, moment(), tries).toCompletableFuture()))
                : completedFuture(goesOn);
    }

    private static Admittance paid(Renewal.Outcome outcome, Identification.Named named, Admittance goesOn) {
        return outcome.verdict()
                .fold(
                        exempt -> new Admittance.Exempt(named.user(), named.setCookies(), named.until()),
                        renewed -> goesOn,
                        granted -> goesOn,
                        refused -> new Admittance.Refused(named.user(), refused, named.setCookies()));
    }

    /** Where the session was ended while this request joined it, the request is looked at anew. */
    private CompletionStage<Admittance> open(Arrival arrival, Identification.Named named, Moment moment, int tries) {
        return open.open(arrival, named, moment)
                .thenCompose(result -> result.overtaken() && tries > 1
                        ? admit(arrival, tries - 1)
                        : completedFuture(result.admittance()));
    }

    private Proof proof(Arrival arrival) {
        return new Proof(arrival.facts().fingerprint(), clock.millis());
    }

    private Moment moment() {
        return Moment.of(clock, license, policy);
    }
}
