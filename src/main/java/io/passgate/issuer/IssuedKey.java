package io.passgate.issuer;

import java.time.Instant;
import java.util.Optional;

/**
 * A license key that was issued; the key itself is with the site only. Immutable.
 *
 * @param id what tells it from others ({@code jti})
 * @param license the license number
 * @param issued when
 * @param revoked since when it is revoked, if it is
 */
public record IssuedKey(String id, String license, Instant issued, Optional<Instant> revoked) {}
