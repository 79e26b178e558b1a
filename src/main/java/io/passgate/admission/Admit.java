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
    private final DecisionLog log;
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
        this.log = ports.log();
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
        return look(arrival).thenCompose(looked -> {
            Step step = step(looked.arrival(), TRIES);
            Optional<AdmittedSession> live = looked.live();
            if (live.isPresent() && presentsNothing(arrival.facts())) {
                return visited(step, live, unasked(live.get()));
            }
            return identifier
                    .identify(arrival.facts())
                    .thenCompose(who -> who.fold(
                            named -> visited(step, proved(step, live.filter(this::admits), named), named),
                            nobody -> live.filter(s -> s.session().user().isAnonymous())
                                    .map(s -> visited(
                                            step, live, anonymous(s.session().user(), nobody)))
                                    .orElseGet(() -> notSignedIn(nobody.setCookies(), false)),
                            cannotTell -> lastAnswer(step, live)
                                    .map(named -> visited(step, live, named))
                                    .orElseGet(() -> completedFuture(new Admittance.CannotTell(cannotTell.why())))));
        });
    }

    private CompletionStage<Admittance> visited(Step step, Optional<AdmittedSession> live, Identification.Named named) {
        RequestFacts facts = step.arrival().facts();
        Moment moment = moment();
        Admittance without = new Admittance.SignedIn(named.user(), named.setCookies(), named.until());
        Optional<AdmittedSession> goesOn = live.filter(s -> s.session().user().equals(named.user()))
                .filter(s -> moment.letsIn() && !barred(step.arrival(), s, moment));
        if (goesOn.isEmpty()) {
            return completedFuture(without);
        }
        AdmittedSession session = goesOn.get();
        Admittance with =
                new Admittance.Admitted(session, Optional.empty(), named.setCookies(), moment.atMost(named.until()));
        used(session, facts, moment.now());
        return session.due(moment.now().toEpochMilli())
                ? renew.renew(session, facts).thenApply(paid -> paid.filter(Renewal.Outcome::goesOn)
                        .map(o -> with)
                        .orElse(without))
                : completedFuture(with);
    }

    /** The session, with its user proved by this request if it is them who was named. */
    private Optional<AdmittedSession> proved(Step step, Optional<AdmittedSession> live, Identification.Named named) {
        live.filter(s -> s.session().user().equals(named.user())).ifPresent(s -> s.proved(proof(step)));
        return live;
    }

    /** While it cannot be told who asks: what was last proved by the same credentials, if that is recent (design.md §4). */
    private Optional<Identification.Named> lastAnswer(Step step, Optional<AdmittedSession> live) {
        Instant now = clock.instant();
        return live.filter(this::admits)
                .filter(s -> s.proof()
                        .stands(
                                step.arrival().facts().fingerprint(),
                                identifier.epoch(step.arrival().facts()),
                                now.toEpochMilli(),
                                LAST_ANSWER_STANDS.toMillis()))
                .map(s -> new Identification.Named(s.session().user(), Attributes.NONE, List.of(), now));
    }

    private CompletionStage<Admittance> admit(Arrival arriving, int tries) {
        return look(arriving).thenCompose(looked -> {
            Arrival arrival = looked.arrival();
            Step step = step(arrival, tries);
            Optional<AdmittedSession> live = looked.live();
            if (live.isPresent()
                    && presentsNothing(arrival.facts())
                    && arrival.endFirst().isEmpty()) {
                return goOn(step, live.get(), unasked(live.get()));
            }
            return identifier
                    .identify(arrival.facts())
                    .thenCompose(who -> who.fold(
                            named -> named(step, live.filter(this::admits), named),
                            nobody -> nobody(step, live.filter(this::admits), nobody),
                            cannotTell -> lastAnswer(step, live)
                                    .map(named -> goOn(step, live.orElseThrow(), named))
                                    .orElseGet(() -> completedFuture(new Admittance.CannotTell(cannotTell.why())))));
        });
    }

    /** Looks for the session of its gate cookie, if that is this virtual proxy's and still admits. */
    private CompletionStage<Looked> look(Arrival arrival) {
        String virtualProxy = arrival.facts().virtualProxy();
        return arrival.gateCookie()
                .map(key -> ledger.find(key).thenApply(found -> found.filter(this::admits)
                        .filter(s -> s.session().virtualProxy().equals(virtualProxy))
                        .map(s -> looked(arrival, s))
                        .orElseGet(() -> new Looked(arrival, Optional.empty()))))
                .orElseGet(() -> completedFuture(new Looked(arrival, Optional.empty())));
    }

    /** A session belongs to one device and browser: on another its cookie is as good as none, and it stays as it is. */
    private Looked looked(Arrival arrival, AdmittedSession session) {
        return session.isOn(arrival.facts().userAgent())
                ? new Looked(arrival, Optional.of(cameBack(session, arrival.arrived())))
                : new Looked(arrival.onAnotherDevice(), Optional.empty());
    }

    /**
     * An arrival whose cookie has been looked up.
     *
     * @param live the session that it goes on with, if it is who it was
     */
    private record Looked(Arrival arrival, Optional<AdmittedSession> live) {}

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

    private CompletionStage<Admittance> named(Step step, Optional<AdmittedSession> live, Identification.Named named) {
        if (live.isEmpty()) {
            return open(step, named, moment());
        }
        AdmittedSession session = live.get();
        if (session.session().user().equals(named.user())) {
            session.proved(proof(step));
            return goOn(step, session, named);
        }
        return endSession
                .end(session.session().id(), Ending.USER_SWITCH)
                .thenCompose(ended -> open(step, named, moment()));
    }

    /** Nobody is signed in: an anonymous user, where virtual proxy and license let there be any (design.md §4). */
    private CompletionStage<Admittance> nobody(
            Step step, Optional<AdmittedSession> live, Identification.Nobody nobody) {
        Arrival arrival = step.arrival();
        Optional<AdmittedSession> own = live.filter(s -> s.session().user().isAnonymous());
        if (own.isPresent()) {
            return goOn(step, own.get(), anonymous(own.get().session().user(), nobody));
        }
        boolean licensed = moment().terms().may().anonymous();
        if (arrival.anonymous() != Anonymous.OPEN || !licensed) {
            return notSignedIn(nobody.setCookies(), arrival.anonymous() == Anonymous.OPEN);
        }
        if (!anonymousOpenings.take(arrival.facts().address())) {
            return completedFuture(new Admittance.TooOften(AnonymousOpenings.WITHIN));
        }
        return named(step, live, anonymous(User.anonymous(ids.session().value()), nobody));
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
    private CompletionStage<Admittance> goOn(Step step, AdmittedSession session, Identification.Named named) {
        Arrival arrival = step.arrival();
        Moment moment = moment();
        if (barred(arrival, session, moment)) {
            return notSignedIn(named.setCookies(), arrival.anonymous() != Anonymous.NOTHING);
        }
        if (!moment.letsIn()) {
            return open(step, named, moment);
        }
        used(session, arrival.facts(), moment.now());
        Admittance goesOn =
                new Admittance.Admitted(session, Optional.empty(), named.setCookies(), moment.atMost(named.until()));
        return session.due(moment.now().toEpochMilli())
                ? renew.renew(session, arrival.facts())
                        .thenCompose(outcome -> outcome.map(o -> completedFuture(paid(o, named, goesOn)))
                                .orElseGet(() -> open(step, named, moment()).toCompletableFuture()))
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
    private CompletionStage<Admittance> open(Step step, Identification.Named named, Moment moment) {
        return open.open(step.arrival(), named, moment, proof(step))
                .thenCompose(result -> result.overtaken() && step.tries() > 1
                        ? admit(step.arrival(), step.tries() - 1)
                        : completedFuture(result.admittance()));
    }

    private void used(AdmittedSession session, RequestFacts facts, Instant now) {
        session.active(now.toEpochMilli());
        session.usedFrom(facts.address())
                .ifPresent(count -> log.usedFrom(new DecisionLog.UsedFrom(now, facts, session.session(), count)));
    }

    private Proof proof(Step step) {
        return new Proof(step.arrival().facts().fingerprint(), step.epoch(), clock.millis());
    }

    private Step step(Arrival arrival, int tries) {
        return new Step(arrival, identifier.epoch(arrival.facts()), tries);
    }

    /**
     * An arrival on its way.
     *
     * @param epoch of its credentials before anybody was asked about them
     * @param tries how often it may be looked at, this time included
     */
    private record Step(Arrival arrival, long epoch, int tries) {}

    private Moment moment() {
        return Moment.of(clock, license, policy);
    }
}
