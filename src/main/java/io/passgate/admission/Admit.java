package io.passgate.admission;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.passgate.admission.AdmittedSession.Proof;
import io.passgate.decision.Decision;
import io.passgate.decision.Policy;
import io.passgate.identity.Identification;
import io.passgate.identity.RequestFacts;
import io.passgate.identity.User;
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
        return live(arrival).thenCompose(live -> {
            if (live.isPresent()
                    && presentsNothing(arrival.facts())
                    && arrival.endFirst().isEmpty()) {
                return goOn(arrival, live.get(), List.of(), Instant.MAX);
            }
            return identifier
                    .identify(arrival.facts())
                    .thenCompose(who -> who.fold(
                            named -> named(arrival, live, named),
                            nobody -> completedFuture(new Admittance.NotSignedIn(nobody.setCookies())),
                            cannotTell -> unknown(arrival, live, cannotTell)));
        });
    }

    private CompletionStage<Optional<AdmittedSession>> live(Arrival arrival) {
        String virtualProxy = arrival.facts().virtualProxy();
        long now = clock.millis();
        return arrival.gateCookie()
                .map(key -> ledger.find(key).thenApply(found -> found.filter(s -> s.admits(now))
                        .filter(s -> s.session().virtualProxy().equals(virtualProxy))))
                .orElseGet(() -> completedFuture(Optional.empty()));
    }

    /** A live gate cookie with none of the hub's credentials keeps its proved user (design.md §4). */
    private static boolean presentsNothing(RequestFacts facts) {
        return facts.credentials().isEmpty() && facts.identityHeaders().isEmpty();
    }

    private CompletionStage<Admittance> named(
            Arrival arrival, Optional<AdmittedSession> live, Identification.Named named) {
        if (live.isEmpty()) {
            return open(arrival, named);
        }
        AdmittedSession session = live.get();
        if (session.session().user().equals(named.user())) {
            session.proved(new Proof(fingerprint(arrival.facts()), clock.millis()));
            return goOn(arrival, session, named.setCookies(), named.until());
        }
        return endSession.end(session.session().id(), Ending.USER_SWITCH).thenCompose(ended -> open(arrival, named));
    }

    /** A session that is open goes on as long as the license lets anybody in (design.md §3, step 2 before step 3). */
    private CompletionStage<Admittance> goOn(
            Arrival arrival, AdmittedSession session, List<String> setCookies, Instant until) {
        Instant now = clock.instant();
        LicenseSource.License current = license.current(now);
        User user = session.session().user();
        Instant goodUntil = current.standing().goodUntil();
        if (current.standing().state().admits() && now.isBefore(goodUntil)) {
            session.active(now.toEpochMilli());
            Instant again = until.isBefore(goodUntil) ? until : goodUntil;
            return completedFuture(new Admittance.Admitted(session, Optional.empty(), setCookies, again));
        }
        return open(arrival, new Identification.Named(user, io.passgate.identity.Attributes.NONE, setCookies, until));
    }

    private CompletionStage<Admittance> unknown(
            Arrival arrival, Optional<AdmittedSession> live, Identification.CannotTell cannotTell) {
        Instant now = clock.instant();
        boolean stands = live.isPresent()
                && live.get().proof().fingerprint().equals(fingerprint(arrival.facts()))
                && now.toEpochMilli() - live.get().proof().atMillis() < LAST_ANSWER_STANDS.toMillis();
        return stands
                ? goOn(arrival, live.get(), List.of(), now)
                : completedFuture(new Admittance.CannotTell(cannotTell.why()));
    }

    private CompletionStage<Admittance> open(Arrival arrival, Identification.Named named) {
        Instant now = clock.instant();
        LicenseSource.License current = license.current(now);
        Policy inForce = policy.get().within(current.terms().may());
        Decision decision = new Decision(inForce);
        Opening opening = opening(arrival, named, current, now, decision);
        return ledger.open(opening).thenApply(outcome -> {
            Instant done = clock.instant();
            Duration took = Duration.between(arrival.arrived(), done);
            outcome.ended()
                    .forEach(s -> endSession.told(
                            s, arrival.endFirst().isPresent() ? Ending.OWN_OTHER : Ending.DISPLACED, done));
            return outcome.verdict()
                    .<Admittance>fold(
                            exempt -> {
                        log.exempt(new DecisionLog.Exempt(done, arrival.facts(), named.user(), took));
                        return new Admittance.Exempt(named.user(), named.setCookies(), named.until());
                    },
                            renewed -> admitted(arrival, outcome, named, current),
                            granted -> {
                                log.opened(new DecisionLog.Opened(
                                        done,
                                        arrival.facts(),
                                        opening.session().id(),
                                        named.user(),
                                        opening.usageId(),
                                        granted,
                                        took));
                                return admitted(arrival, outcome, named, current);
                            },
                            refused -> {
                                log.refused(new DecisionLog.Refused(
                                        done,
                                        arrival.facts(),
                                        opening.session().id(),
                                        named.user(),
                                        opening.usageId(),
                                        refused,
                                        took));
                                return new Admittance.Refused(named.user(), refused, named.setCookies());
                            });
        });
    }

    private Opening opening(
            Arrival arrival,
            Identification.Named named,
            LicenseSource.License current,
            Instant now,
            Decision decision) {
        RequestFacts facts = arrival.facts();
        SessionId id = ids.session();
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
                current.terms(),
                (request, view) -> decision.decide(request, view, current.standing(), now));
    }

    private Admittance admitted(
            Arrival arrival, Opening.Outcome outcome, Identification.Named named, LicenseSource.License current) {
        AdmittedSession session =
                outcome.session().orElseThrow(() -> new IllegalStateException("the ledger granted without a session"));
        long now = clock.millis();
        session.proved(new Proof(fingerprint(arrival.facts()), now));
        session.active(now);
        String cookie = cookies.of(session.session().id());
        Instant goodUntil = current.standing().goodUntil();
        Instant until = named.until().isBefore(goodUntil) ? named.until() : goodUntil;
        return new Admittance.Admitted(session, Optional.of(cookie), named.setCookies(), until);
    }

    private static String fingerprint(RequestFacts facts) {
        return facts.credentials().fingerprint();
    }
}
