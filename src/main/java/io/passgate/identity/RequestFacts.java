package io.passgate.identity;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a request says about itself, as far as identification, the decision and the log need it; made only when the request
 * is not already admitted. Immutable. Nothing in it is believed unless a step has checked it.
 *
 * @param requestId the id that the client sees on a page and the operator in the log
 * @param virtualProxy the prefix of the virtual proxy it came through, {@code /} for the default
 * @param method the request method
 * @param path the canonical path, without query
 * @param peer textual IP address of the TCP peer: what trusted headers are checked against
 * @param address textual IP address of the client: the peer's, or what a trusted proxy forwarded
 * @param host the Host that the client asked for, empty when none
 * @param userAgent the User-Agent as sent, at most 512 characters, empty when none
 * @param secure whether the client came over TLS
 * @param cookieLess whether it looks like a client that keeps no cookies: no {@code Sec-Fetch-*} header and no gate cookie
 * @param credentials the hub's credentials in it
 * @param identityHeaders the values of the headers that the virtual proxy's identity chain names, by lower-case name; a
 *     list of more than one value for a repeated header
 */
public record RequestFacts(
        String requestId,
        String virtualProxy,
        String method,
        String path,
        String peer,
        String address,
        String host,
        String userAgent,
        boolean secure,
        boolean cookieLess,
        Credentials credentials,
        Map<String, List<String>> identityHeaders) {

    /** Copies. */
    public RequestFacts {
        identityHeaders = identityHeaders.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> List.copyOf(e.getValue())));
    }

    /** The same request, seen as one of a client that keeps no cookies. */
    public RequestFacts withoutCookies() {
        return new RequestFacts(
                requestId,
                virtualProxy,
                method,
                path,
                peer,
                address,
                host,
                userAgent,
                secure,
                true,
                credentials,
                identityHeaders);
    }

    /** SHA-256 over all that an identity can be told by: credentials and identity headers. Safe to keep. */
    public String fingerprint() {
        Stream<String> headers = identityHeaders.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(e -> Stream.concat(
                        Stream.of(e.getKey(), String.valueOf(e.getValue().size())), e.getValue().stream()));
        return Fingerprint.of(Stream.concat(Stream.of(credentials.fingerprint()), headers));
    }

    /** Without credentials and identity headers: they are secrets. */
    @Override
    public String toString() {
        return method + " " + path + " (" + requestId + ", virtual proxy " + virtualProxy + ", from " + address + ")";
    }
}
