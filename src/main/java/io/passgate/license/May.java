package io.passgate.license;

import java.time.Instant;
import java.util.Optional;

/**
 * What the license lets a site loosen; configuration may only stay within it (design.md §5). Immutable.
 *
 * @param parallel parallel sessions per user at the most
 * @param exemptUsers how many exempt users the site may name
 * @param anonymous whether anonymous users may be let in
 * @param shadowUntil until when the site may run in shadow mode or off, if at all
 */
public record May(int parallel, int exemptUsers, boolean anonymous, Optional<Instant> shadowUntil) {

    /** What holds when the license says nothing: five parallel sessions (domain.md §2), five exempt users. */
    public static final May DEFAULT = new May(5, 5, false, Optional.empty());

    /** Checks. */
    public May {
        if (parallel < 1) {
            throw new IllegalArgumentException("parallel sessions must be at least 1, not " + parallel);
        }
        if (exemptUsers < 0) {
            throw new IllegalArgumentException("exempt users must be at least 0, not " + exemptUsers);
        }
    }
}
