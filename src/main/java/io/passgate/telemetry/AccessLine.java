package io.passgate.telemetry;

import io.passgate.identity.User;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One request and its answer, for the access log. Immutable.
 *
 * @param at when the request's head stood
 * @param requestId as on the page and in the decision log
 * @param address textual IP address of the client
 * @param user who, if somebody was named
 * @param virtualProxy prefix of the virtual proxy
 * @param method the request method
 * @param path the canonical path, without query: a query may hold a ticket
 * @param protocol {@code HTTP/1.1}, {@code HTTP/2}
 * @param status of the answer; 499 when the client went before it
 * @param bytesIn body bytes of the request
 * @param bytesOut body bytes of the answer
 * @param took until the last byte of the answer
 */
public record AccessLine(
        Instant at,
        String requestId,
        String address,
        Optional<User> user,
        String virtualProxy,
        String method,
        String path,
        String protocol,
        int status,
        long bytesIn,
        long bytesOut,
        Duration took) {

    /** @throws IllegalArgumentException when the path has a query */
    public AccessLine {
        if (path.indexOf('?') >= 0) {
            throw new IllegalArgumentException("the path of an access line must have no query");
        }
    }
}
