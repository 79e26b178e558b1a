package io.passgate.admission;

import io.passgate.decision.LedgerView;
import io.passgate.identity.User;
import io.passgate.license.AccessRule;
import io.passgate.license.AccessType;
import io.passgate.license.Allocation;
import io.passgate.license.Quarantine;
import io.passgate.license.Terms;
import io.passgate.session.Ending;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Gives access passes to users and takes them away, and shuts users out and lets them back. Blocks; never on an event loop. Safe
 * for use by many threads.
 */
public final class Allocate {

    private final Records records;
    private final LicenseSource license;
    private final Quarantine quarantine;
    private final EndSession endSession;
    private final Waiting waiting;
    private final InstantSource clock;

    /** Works on these. */
    public Allocate(
            Records records,
            LicenseSource license,
            Quarantine quarantine,
            EndSession endSession,
            Waiting waiting,
            InstantSource clock) {
        this.records = records;
        this.license = license;
        this.quarantine = quarantine;
        this.endSession = endSession;
        this.waiting = waiting;
        this.clock = clock;
    }

    /** Gives {@code user} an access pass of {@code type}; somebody waiting at the refusal page is let in at once. */
    public Records.AllocationOutcome allocate(User user, AccessType type) {
        Instant now = clock.instant();
        Records.AllocationOutcome outcome = records.allocate(user, type, terms(now), now);
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
        Optional<Allocation> withdrawn = records.withdraw(user, type, terms(now), quarantine, now);
        end(user, session -> session.accessType() == type);
        return withdrawn;
    }

    /** The access rule that would give {@code user} that access pass at the next login, if one would: it must be changed first. */
    public Optional<AccessRule> givesBack(User user, AccessType type) {
        Instant now = clock.instant();
        LedgerView view = records.view(user, terms(now), now);
        return view.rules()
                .matching(user, view.person().attributes())
                .filter(rule -> rule.grant().type() == type)
                .findFirst();
    }

    /** Gives a quarantined access pass back to its user; false when they have none, or its seat is needed. */
    public boolean reinstate(User user, AccessType type) {
        Instant now = clock.instant();
        boolean reinstated = records.reinstate(user, type, license.current(now).terms(), now);
        if (reinstated) {
            waiting.wake(user);
        }
        return reinstated;
    }

    /** Lets an inactive user in again, or shuts an active one out: their sessions end, their access passes stay theirs. */
    public void setActive(User user, boolean active) {
        records.setActive(user, active, clock.instant());
        if (active) {
            waiting.wake(user);
        } else {
            end(user, session -> true);
        }
    }

    private Terms terms(Instant now) {
        return license.current(now).terms();
    }

    private void end(User user, Predicate<SessionRecord> which) {
        records.sessions(user).stream()
                .filter(which)
                .forEach(s -> Blocking.await(endSession.end(s.session().id(), Ending.WITHDRAWN)));
    }
}
