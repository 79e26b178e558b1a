package io.passgate.decision;

import io.passgate.license.Allocation;
import io.passgate.license.Pool;
import io.passgate.session.UserSessions;
import java.util.List;

/**
 * What the ledger says of one user, read in one transaction. Immutable.
 *
 * @param allocations what the user holds
 * @param pools every pool, in order of access type
 * @param sessions the user's sessions and holds
 */
public record LedgerView(List<Allocation> allocations, List<Pool> pools, UserSessions sessions) {
    /** Copies. */
    public LedgerView {
        allocations = List.copyOf(allocations);
        pools = List.copyOf(pools);
    }
}
