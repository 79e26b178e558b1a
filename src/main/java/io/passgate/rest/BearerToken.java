package io.passgate.rest;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A filter that answers 401 unless the call carries {@code Authorization: Bearer} with the one token (RFC 6750 §2.1),
 * compared in constant time. Immutable.
 */
public final class BearerToken implements UnaryOperator<Handler> {
    private static final String SCHEME = "Bearer ";

    private final byte[] token;

    public BearerToken(String token) {
        this.token = requireNonNull(token, "token").getBytes(StandardCharsets.UTF_8);
        if (token.isBlank()) {
            throw new IllegalArgumentException("token must not be blank");
        }
    }

    @Override
    public Handler apply(Handler next) {
        return call -> carried(call.header("authorization")) ? next.handle(call) : unauthorized();
    }

    private boolean carried(Optional<String> authorization) {
        return authorization
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(value -> value.substring(SCHEME.length()).trim().getBytes(StandardCharsets.UTF_8))
                .map(given -> MessageDigest.isEqual(given, token))
                .orElse(false);
    }

    private static Reply unauthorized() {
        return Reply.problem(401, "token-required", "Send the token as 'Authorization: Bearer <token>'.")
                .withHeader("WWW-Authenticate", "Bearer");
    }
}
