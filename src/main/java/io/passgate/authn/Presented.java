package io.passgate.authn;

import io.passgate.identity.Credentials;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a request presents to say who is asking. Immutable; holds secrets.
 *
 * @param gateCookie the value of the gate's own cookie
 * @param credentials the hub's credentials that may be replayed
 * @param oneTime whether there is also a credential of the hub that works once or on one connection only (a ticket, a code,
 *     NTLM): the hub must see it first (design.md §4)
 * @param identityHeaders the trusted headers, believed from this peer, by lower-case name: what
 *     {@link io.passgate.identity.RequestFacts} wants
 */
public record Presented(
        Optional<String> gateCookie,
        Credentials credentials,
        boolean oneTime,
        Map<String, List<String>> identityHeaders) {

    /** Copies. */
    public Presented {
        identityHeaders = Map.copyOf(identityHeaders);
    }

    @Override
    public String toString() {
        return "credentials " + credentials.all() + ", identity headers " + identityHeaders.keySet()
                + (gateCookie.isPresent() ? ", a gate cookie" : "") + (oneTime ? ", a one-time credential" : "");
    }
}
