package io.passgate.admission;

import io.passgate.identity.RequestFacts;
import io.passgate.identity.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the requests of one opening recognize each other (design.md §4, joining). All keys name the virtual proxy, the user,
 * the address and the user agent, so that a token copied to another machine joins nothing.
 */
final class JoinKeys {

    private JoinKeys() {}

    /** An anonymous user is one gate cookie: nobody joins them (decision 24). */
    static Opening.Joins of(Arrival arrival, User user) {
        if (user.isAnonymous()) {
            return new Opening.Joins(List.of(), Optional.empty(), arrival.arrived());
        }
        RequestFacts facts = arrival.facts();
        String who = String.join("\n", facts.virtualProxy(), user.written(), facts.address(), facts.userAgent());
        List<String> burst = new ArrayList<>();
        if (!facts.credentials().isEmpty()) {
            burst.add(key("credentials", who, facts.credentials().fingerprint()));
        }
        if (!facts.identityHeaders().isEmpty()) {
            burst.add(key("identity-headers", who, ""));
        }
        arrival.gateCookie().ifPresent(dead -> burst.add(key("cookie", who, dead.sha256())));
        Optional<String> cookieLess = facts.cookieLess() ? Optional.of(key("cookie-less", who, "")) : Optional.empty();
        return new Opening.Joins(burst, cookieLess, arrival.arrived());
    }

    private static String key(String kind, String who, String what) {
        return SessionKey.of(kind + "\n" + who + "\n" + what).sha256();
    }
}
