package io.passgate.authn;

import java.util.List;

/**
 * What carries a credential of the hub: only these are taken from a request and replayed, and only these mark a request as
 * somebody's. Cookie names are compared exactly, header and query names without regard to case. Immutable.
 *
 * @param cookies cookie names
 * @param headers header names
 * @param query query parameters that may be replayed
 * @param oneTime query parameters that work once (a ticket, a code): never replayed, the hub must see them first
 *     (design.md §4)
 */
public record CredentialNames(List<String> cookies, List<String> headers, List<String> query, List<String> oneTime) {

    /** Copies. */
    public CredentialNames {
        cookies = List.copyOf(cookies);
        headers = List.copyOf(headers);
        query = List.copyOf(query);
        oneTime = List.copyOf(oneTime);
    }

    /** Whether none can be replayed: the hub knows people without credentials, by their address, and is always asked. */
    public boolean isEmpty() {
        return cookies.isEmpty() && headers.isEmpty() && query.isEmpty();
    }
}
