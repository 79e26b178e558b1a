package io.passgate.front;

import io.passgate.identity.User;
import java.time.Duration;
import java.util.Optional;

/**
 * One request and its answer, once it is over. Immutable.
 *
 * @param requestId as on a page and in the decision log
 * @param address of the client, textual
 * @param user whose the connection was proved to be, if anybody's
 * @param virtualProxy prefix of the virtual proxy, {@code -} where there is none
 * @param method the request method
 * @param path canonical, without query
 * @param status of the answer; 499 when the client went before it
 * @param bytesIn body bytes of the request, as they came
 * @param bytesOut body bytes of the answer, as they went
 * @param took from the request's head to the end of the answer
 */
public record Served(
        String requestId,
        String address,
        Optional<User> user,
        String virtualProxy,
        String method,
        String path,
        int status,
        long bytesIn,
        long bytesOut,
        Duration took) {}
