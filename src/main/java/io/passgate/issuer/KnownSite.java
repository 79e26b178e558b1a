package io.passgate.issuer;

import java.time.Instant;
import java.util.List;

/**
 * A site as its last sync told. Immutable.
 *
 * @param site its id
 * @param acknowledged the number of its last change that is applied
 * @param seen when it synced last
 * @param loosened what its configuration loosens, in words
 */
public record KnownSite(String site, long acknowledged, Instant seen, List<String> loosened) {
    /** Copies. */
    public KnownSite {
        loosened = List.copyOf(loosened);
    }
}
