package io.passgate.admission;

import io.passgate.admission.AdmittedSession.Proof;
import io.passgate.identity.Identification;
import io.passgate.identity.RequestFacts;
import io.passgate.session.Session;
import io.passgate.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Opens a session in the ledger, joins one or refuses, and tells what came of it (design.md §3). Safe for use by many threads. */
final class Open {

    private final Ledger ledger;
    private final EndSession endSession;
    private final DecisionLog log;
    private final GateCookies cookies;
    private final Ids ids;
    private final InstantSource clock;

    Open(Admit.Ports ports, EndSession endSession, GateCookies cookies, Ids ids, InstantSource clock) {
        this.ledger = ports.ledger();
        this.log = ports.log();
        this.endSession = endSession;
        this.cookies = cookies;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What came of it.
     *
     * @param admittance where it was admitted, with a session that may have ended meanwhile
     */
    record Result(Admittance admittance) {

        /** Whether the session was ended by somebody else while this request joined it. */
        boolean overtaken() {
            return admittance instanceof Admittance.Admitted admitted
                    && admitted.session().ended().isPresent();
        }
    }

    CompletionStage<Result> open(Arrival arrival, Identification.Named named, Moment moment, Proof proof) {
        Opening opening = opening(arrival, named, moment);
        return ledger.open(opening).thenApply(outcome -> {
            Instant done = clock.instant();
            outcome.ended().forEach(over -> endSession.told(over.session(), over.ending(), done));
            return new Result(tell(new Asked(arrival, named, moment, proof), opening, outcome, done));
        });
    }

    /** Who asked, when, and what proves them. */
    private record Asked(Arrival arrival, Identification.Named named, Moment moment, Proof proof) {}

    private Admittance tell(Asked asked, Opening opening, Opening.Outcome outcome, Instant done) {
        RequestFacts facts = asked.arrival().facts();
        Identification.Named named = asked.named();
        SessionId id = opening.session().id();
        Duration took = Duration.between(asked.arrival().arrived(), done);
        return outcome.verdict()
                .fold(
                        exempt -> {
                            log.exempt(new DecisionLog.Exempt(done, facts, named.user(), took));
                            return new Admittance.Exempt(named.user(), named.setCookies(), named.until());
                        },
                        renewed -> {
                            if (DecisionLog.Renewed.charged(renewed)) {
                                log.renewed(new DecisionLog.Renewed(done, facts, named.user(), renewed, took));
                            }
                            return opened(asked, outcome);
                        },
                        granted -> {
                            log.opened(new DecisionLog.Opened(
                                    done, facts, id, named.user(), named.asSeen(), opening.usageId(), granted, took));
                            return opened(asked, outcome);
                        },
                        refused -> {
                            log.refused(new DecisionLog.Refused(
                                    done, facts, id, named.user(), named.asSeen(), opening.usageId(), refused, took));
                            return new Admittance.Refused(named.user(), refused, named.setCookies());
                        });
    }

    private Opening opening(Arrival arrival, Identification.Named named, Moment moment) {
        RequestFacts facts = arrival.facts();
        SessionId id = ids.session();
        Instant now = moment.now();
        Session session = new Session(
                id,
                named.user(),
                facts.virtualProxy(),
                now,
                now,
                arrival.idle(),
                facts.address(),
                facts.userAgent(),
                Optional.empty());
        return new Opening(
                session,
                SessionKey.of(cookies.of(id)),
                ids.usage(),
                facts,
                named.attributes(),
                JoinKeys.of(arrival, named.user()),
                arrival.endFirst(),
                moment.terms(),
                moment.decide());
    }

    private Admittance opened(Asked asked, Opening.Outcome outcome) {
        AdmittedSession session =
                outcome.session().orElseThrow(() -> new IllegalStateException("the ledger granted without a session"));
        if (session.ended().isEmpty()) {
            session.proved(asked.proof());
            session.active(clock.millis());
        }
        return new Admittance.Admitted(
                session,
                Optional.of(cookies.of(session.session().id())),
                asked.named().setCookies(),
                asked.moment().atMost(asked.named().until()));
    }
}
