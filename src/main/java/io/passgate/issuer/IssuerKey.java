package io.passgate.issuer;

import java.time.Instant;
import java.util.Optional;

/**
 * A signing key of an issuer. Immutable.
 *
 * @param kid its key id
 * @param notBefore from when on it signs
 * @param retired since when it is trusted for license keys only, if it is
 * @param signs whether it is the one that signs now
 */
public record IssuerKey(String kid, Instant notBefore, Optional<Instant> retired, boolean signs) {}
