package io.passgate.license;

import io.passgate.identity.User;
import java.time.Instant;
import java.util.Optional;

/**
 * An access pass given to one user (design.md §1). Immutable.
 *
 * @param user who holds it
 * @param type its access type
 * @param allocated when it was given
 * @param lastUsed when a session was last opened with it, if ever
 */
public record Allocation(User user, AccessType type, Instant allocated, Optional<Instant> lastUsed) {}
