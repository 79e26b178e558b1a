package io.passgate.authn;

import io.passgate.hub.HubAnswer;
import java.util.List;

/** Which {@code Set-Cookie} values of a who-am-I answer reach the browser: all but those that would set a cookie of the gate. */
final class HandedOn {

    /** How the names of the gate's own cookies begin (design.md §4), on TLS and on clear HTTP. */
    private static final List<String> OWN = List.of("__Host-passgate", "passgate");

    private HandedOn() {}

    static List<String> cookies(HubAnswer answer) {
        return answer.values("Set-Cookie").stream()
                .filter(value -> !setsOwn(value))
                .toList();
    }

    private static boolean setsOwn(String setCookie) {
        String name = setCookie.stripLeading();
        return OWN.stream().anyMatch(own -> name.regionMatches(true, 0, own, 0, own.length()));
    }
}
