package io.passgate.demo;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Who is signed in to the hub, by session token; the oldest is forgotten beyond a bound. Safe for many threads. */
final class DemoSessions {
    private static final int AT_MOST = 10_000;
    private static final int TOKEN_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, DemoPerson> people = new LinkedHashMap<>();

    /** A new session of this person; the answer is its token. */
    synchronized String open(DemoPerson person) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = HexFormat.of().formatHex(bytes);
        people.put(token, person);
        if (people.size() > AT_MOST) {
            people.remove(people.keySet().iterator().next());
        }
        return token;
    }

    synchronized Optional<DemoPerson> find(String token) {
        return Optional.ofNullable(people.get(token));
    }

    synchronized void end(String token) {
        people.remove(token);
    }
}
