package io.passgate.admission;

import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Allocation;
import io.passgate.license.Quarantine;
import io.passgate.session.Ending;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Gives access passes to users and takes them away. Blocks; never on an event loop. Safe for use by many threads. */
public final class Allocate {

    private final Records records;
    private final LicenseSource license;
    private final EndSession endSession;
    private final Waiting waiting;
    private final InstantSource clock;

    /** Works on these. */
    public Allocate(
            Records records, LicenseSource license, EndSession endSession, Waiting waiting, InstantSource clock) {
        this.records = records;
        this.license = license;
        this.endSession = endSession;
        this.waiting = waiting;
        this.clock = clock;
    }

    /** Gives {@code user} an access pass of {@code type}; somebody waiting at the refusal page is let in at once. */
    public Records.AllocationOutcome allocate(User user, AccessType type) {
        Instant now = clock.instant();
        Records.AllocationOutcome outcome =
                records.allocate(user, type, license.current(now).terms(), now);
        waiting.wake(user);
        return outcome;
    }

    /**
     * Takes it away, and ends the sessions opened with it, without hold (design.md §3); those that an earlier call, cut short,
     * left open end too.
     *
     * @return the allocation, quarantined or as it was; empty when the user does not hold it
     */
    public Optional<Allocation> withdraw(User user, AccessType type) {
        Instant now = clock.instant();
        Optional<Allocation> withdrawn =
                records.withdraw(user, type, license.current(now).terms(), Quarantine.BY_FAMILY, now);
        records.sessions(user).stream()
                .filter(s -> s.accessType() == type)
                .forEach(s -> Blocking.await(endSession.end(s.session().id(), Ending.WITHDRAWN)));
        return withdrawn;
    }
}
