package io.passgate.store;

import io.passgate.admission.Opening;
import io.passgate.admission.SessionKey;
import io.passgate.decision.Decision;
import io.passgate.decision.Policy;
import io.passgate.identity.Attributes;
import io.passgate.identity.Credentials;
import io.passgate.identity.RequestFacts;
import io.passgate.identity.User;
import io.passgate.license.Standing;
import io.passgate.license.Terms;
import io.passgate.license.TestTerms;
import io.passgate.session.Session;
import io.passgate.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Openings as a browser's first request makes them, for storms. Stateless. */
final class Openings {

    static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    static final Duration IDLE = Duration.ofMinutes(30);
    static final int LIMIT = 5;
    static final Terms TERMS = TestTerms.of(1_000_000, 0, 0);

    static final SiteMark SITE = new SiteMark("its mark", "the site of the tests", false);

    private Openings() {}

    static Opening of(User user, Instant at) {
        return of(user, at, new SessionId(UUID.randomUUID().toString()));
    }

    static Opening of(User user, Instant at, SessionId id) {
        Standing standing = new Standing(Standing.State.VALID, "", Optional.empty(), Instant.MAX);
        Decision decision = new Decision(Policy.DEFAULT);
        return of(user, at, id, (request, view) -> decision.decide(request, view, standing, at));
    }

    static Opening of(User user, Instant at, SessionId id, Opening.Decide decide) {
        RequestFacts facts = new RequestFacts(
                "request of " + id.value(),
                "/",
                "GET",
                "/hub",
                "127.0.0.1",
                "192.0.2.7",
                "hub.example",
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                true,
                false,
                Credentials.NONE,
                Map.of());
        return new Opening(
                new Session(id, user, "/", at, at, IDLE, facts.address(), facts.userAgent(), Optional.empty()),
                key(id),
                UUID.randomUUID().toString(),
                facts,
                Attributes.NONE,
                new Opening.Joins(
                        List.of(SessionKey.of("credentials of " + id.value()).sha256()), Optional.empty(), at),
                Optional.empty(),
                TERMS,
                decide);
    }

    static SessionKey key(SessionId id) {
        return SessionKey.of("cookie of " + id.value());
    }
}
