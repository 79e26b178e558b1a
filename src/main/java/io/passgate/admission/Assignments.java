package io.passgate.admission;

import io.passgate.identity.User;
import io.passgate.license.AccessType;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/**
 * The ledger as the sync of assignments with the license backend needs it (design.md §5, decision 35): what was changed here and
 * is still to be told, and what other sites of the same license key have changed.
 *
 * <p>While a license is followed, every allocation that is given, reinstated, withdrawn, quarantined or converted here is a
 * numbered change, written in the transaction that makes it; numbers have no gap. What is excess is no change: each site finds the
 * same by itself. Every call blocks until it is committed or read: never on an event loop. Throws {@link LedgerUnavailable} when
 * the store is lost. Safe for use by many threads.
 */
public interface Assignments {

    /**
     * From now on changes are numbered for the license backend of {@code license}; empty: not at all. Another license than before
     * begins anew, with everything that is given out as its first changes.
     */
    void follow(String license);

    /** How far the sync is. */
    Progress progress();

    /**
     * What is to be told, oldest first; what it holds counts as sent.
     *
     * @param most changes at the most; 0 to ask only
     */
    Outgoing outgoing(int most, Instant now);

    /**
     * Takes up an answer to {@link #outgoing}, in one transaction and without making changes of it. An assignment for which a
     * change of this site is still to be told waits for the answer to that. What comes is given even where no seat is free:
     * {@link Records#adjust} finds who is excess then. Ends no session by itself.
     *
     * <p>When the license backend has applied more than was ever sent, or less than it said before, one of the two was restored
     * from a copy: everything that is given out is told anew, numbered from where the backend stands.
     */
    Applied apply(Incoming answer, Instant now);

    /** What an assignment says of its access pass. */
    enum State {
        ALLOCATED,
        QUARANTINED,
        WITHDRAWN;

        /** As the contract spells it. */
        public String key() {
            return switch (this) {
                case ALLOCATED -> "allocated";
                case QUARANTINED -> "quarantined";
                case WITHDRAWN -> "withdrawn";
            };
        }
    }

    /**
     * Who holds what, as of a change of it.
     *
     * @param until of a quarantined one: from when on its seat is free again
     * @param at when it was changed: later than any earlier change of the same that was known where it was made
     */
    record Assignment(User user, AccessType type, State state, Optional<Instant> until, Instant at) {
        /** Checks. */
        public Assignment {
            if (state == State.QUARANTINED == until.isEmpty()) {
                throw new IllegalArgumentException("a quarantined assignment has an end, another has none");
            }
        }

        /** What it is at {@code now}: a quarantine that is over has withdrawn it. */
        public State stateAt(Instant now) {
            return until.filter(end -> !now.isBefore(end)).isPresent() ? State.WITHDRAWN : state;
        }
    }

    /** A change made here, with its number. */
    record Change(long number, Assignment made) {}

    /**
     * Minutes of analyzer capacity used in a month.
     *
     * @param here by this site
     * @param everywhere by all sites of the license
     */
    record Minutes(YearMonth month, long here, long everywhere) {}

    /**
     * How far the sync is.
     *
     * @param license that is followed, empty when none is
     * @param pending changes that are still to be told
     * @param revision of the license backend, up to which its assignments are known
     */
    record Progress(String license, long pending, long revision) {}

    /**
     * What the license backend is told.
     *
     * @param since the revision of the license backend that is known
     * @param changes oldest first
     * @param minutes used here, of the running month and of those that it does not know of yet
     */
    record Outgoing(long since, List<Change> changes, List<Minutes> minutes) {
        /** Copies. */
        public Outgoing {
            changes = List.copyOf(changes);
            minutes = List.copyOf(minutes);
        }
    }

    /**
     * What the license backend answers.
     *
     * @param since what it was asked with
     * @param acknowledged the number of the last change of this site that it has applied
     * @param revision up to which it tells
     * @param assignments what has changed since, oldest first, those of this site too
     * @param minutes used here, as far as it knows, and everywhere
     */
    record Incoming(long since, long acknowledged, long revision, List<Assignment> assignments, List<Minutes> minutes) {
        /** Copies. */
        public Incoming {
            assignments = List.copyOf(assignments);
            minutes = List.copyOf(minutes);
        }
    }

    /**
     * What an answer has changed.
     *
     * @param again whether to ask again at once: something waits for that
     * @param restored whether the ledger or the license backend stands at an earlier time than the other knows it
     * @param lost who does not hold what any more
     * @param gained who holds what from now on
     */
    record Applied(boolean again, boolean restored, List<Holder> lost, List<Holder> gained) {
        /** Copies. */
        public Applied {
            lost = List.copyOf(lost);
            gained = List.copyOf(gained);
        }
    }

    /** One access pass of one user. */
    record Holder(User user, AccessType type) {}
}
