package io.passgate.admission;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.passgate.admission.AdmittedSession.Proof;
import io.passgate.decision.Decision;
import io.passgate.decision.Policy;
import io.passgate.identity.Attributes;
import io.passgate.identity.Identification;
import io.passgate.identity.RequestFacts;
import io.passgate.license.Standing;
import io.passgate.session.Ending;
import io.passgate.session.Session;
import io.passgate.session.SessionId;
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
    private final DecisionLog log;
    private final GateCookies cookies;
    private final Ids ids;
    private final InstantSource clock;

    /**
     * Works on these ports.
     *
     * @param policy the configured policy in force, not yet cut down to the license
     */
    public Admit(
            Ports ports,
            Supplier<Policy> policy,
            EndSession endSession,
            GateCookies cookies,
            Ids ids,
            InstantSource clock) {
        this.ledger = ports.ledger();
        this.identifier = ports.identifier();
        this.license = ports.license();
        this.log = ports.log();
        this.policy = policy;
        this.endSession = endSession;
        this.cookies = cookies;
        this.ids = ids;
        this.clock = clock;
    }

    /** The ports that it needs. */
    public record Ports(Ledger ledger, Identifier identifier, LicenseSource license, DecisionLog log) {}

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
                return completedFuture(visited(step, live, unasked(live.get())));
            }
            return identifier
                    .identify(arrival.facts())
                    .thenApply(who -> who.fold(
                            named -> visited(step, proved(step, live.filter(this::admits), named), named),
                            nobody -> new Admittance.NotSignedIn(nobody.setCookies()),
                            cannotTell -> lastAnswer(step, live)
                                    .map(named -> visited(step, live, named))
                                    .orElseGet(() -> new Admittance.CannotTell(cannotTell.why()))));
        });
    }

    private Admittance visited(Step step, Optional<AdmittedSession> live, Identification.Named named) {
        Moment moment = moment();
        Optional<AdmittedSession> goesOn = live.filter(s -> s.session().user().equals(named.user()))
                .filter(s -> moment.standing().admits(moment.now()));
        goesOn.ifPresent(s -> used(s, step.arrival().facts(), moment.now()));
        return goesOn.<Admittance>map(s ->
                        new Admittance.Admitted(s, Optional.empty(), named.setCookies(), moment.atMost(named.until())))
                .orElseGet(() -> new Admittance.SignedIn(named.user(), named.setCookies(), named.until()));
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
                            nobody -> completedFuture(new Admittance.NotSignedIn(nobody.setCookies())),
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

    /** A session that is open goes on as long as the license lets anybody in (design.md §3, step 2 before step 3). */
    private CompletionStage<Admittance> goOn(Step step, AdmittedSession session, Identification.Named named) {
        Moment moment = moment();
        if (!moment.standing().admits(moment.now())) {
            return open(step, named, moment);
        }
        used(session, step.arrival().facts(), moment.now());
        return completedFuture(
                new Admittance.Admitted(session, Optional.empty(), named.setCookies(), moment.atMost(named.until())));
    }

    private void used(AdmittedSession session, RequestFacts facts, Instant now) {
        session.active(now.toEpochMilli());
        session.usedFrom(facts.address())
                .ifPresent(count -> log.usedFrom(new DecisionLog.UsedFrom(now, facts, session.session(), count)));
    }

    private CompletionStage<Admittance> open(Step step, Identification.Named named, Moment moment) {
        Arrival arrival = step.arrival();
        Opening opening = opening(arrival, named, moment);
        return ledger.open(opening).thenCompose(outcome -> {
            Instant done = clock.instant();
            Duration took = Duration.between(arrival.arrived(), done);
            outcome.ended().forEach(over -> endSession.told(over.session(), over.ending(), done));
            return outcome.verdict()
                    .<CompletionStage<Admittance>>fold(
                            exempt -> {
                                log.exempt(new DecisionLog.Exempt(done, arrival.facts(), named.user(), took));
                                return completedFuture(
                                        new Admittance.Exempt(named.user(), named.setCookies(), named.until()));
                            },
                            renewed -> opened(step, outcome, named, moment),
                            granted -> {
                                log.opened(new DecisionLog.Opened(
                                        done,
                                        arrival.facts(),
                                        opening.session().id(),
                                        named.user(),
                                        named.asSeen(),
                                        opening.usageId(),
                                        granted,
                                        took));
                                return opened(step, outcome, named, moment);
                            },
                            refused -> {
                                log.refused(new DecisionLog.Refused(
                                        done,
                                        arrival.facts(),
                                        opening.session().id(),
                                        named.user(),
                                        named.asSeen(),
                                        opening.usageId(),
                                        refused,
                                        took));
                                return completedFuture(
                                        new Admittance.Refused(named.user(), refused, named.setCookies()));
                            });
        });
    }

    private Opening opening(Arrival arrival, Identification.Named named, Moment moment) {
        RequestFacts facts = arrival.facts();
        SessionId id = ids.session();
        Instant now = moment.now();
        Decision decision =
                new Decision(policy.get().within(moment.license().terms().may()));
        Session session = new Session(
                id, named.user(), facts.virtualProxy(), now, now, arrival.idle(), facts.address(), facts.userAgent());
        return new Opening(
                session,
                SessionKey.of(cookies.of(id)),
                ids.usage(),
                facts,
                named.attributes(),
                JoinKeys.of(arrival, named.user()),
                arrival.endFirst(),
                moment.license().terms(),
                (request, view) -> decision.decide(request, view, moment.standing(), now));
    }

    /** It stands in the ledger. Where it was ended while this request joined it, the request is looked at anew. */
    private CompletionStage<Admittance> opened(
            Step step, Opening.Outcome outcome, Identification.Named named, Moment moment) {
        AdmittedSession session =
                outcome.session().orElseThrow(() -> new IllegalStateException("the ledger granted without a session"));
        if (session.ended().isPresent() && step.tries() > 1) {
            return admit(step.arrival(), step.tries() - 1);
        }
        session.proved(proof(step));
        session.active(clock.millis());
        return completedFuture(new Admittance.Admitted(
                session,
                Optional.of(cookies.of(session.session().id())),
                named.setCookies(),
                moment.atMost(named.until())));
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
        Instant now = clock.instant();
        return new Moment(now, license.current(now));
    }

    /** One reading of clock and license, so that one request never sees two. */
    private record Moment(Instant now, LicenseSource.License license) {

        Standing standing() {
            return license.standing();
        }

        Instant atMost(Instant until) {
            return until.isBefore(standing().goodUntil()) ? until : standing().goodUntil();
        }
    }
}
