package io.passgate.admission;

import io.passgate.decision.Explanation;
import io.passgate.decision.LedgerView;
import io.passgate.decision.LedgerView.Stock;
import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Adjustment;
import io.passgate.license.Allocation;
import io.passgate.license.Quarantine;
import io.passgate.license.Terms;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The ledger as administration needs it. Every call blocks until it is committed or read: never on an event loop. Throws
 * {@link LedgerUnavailable} when the store is lost. Safe for use by many threads.
 */
public interface Records {

    /** Every user that was ever seen, allocated to or refused, in order of name. */
    List<KnownUser> users();

    /** Every allocation, in order of type and user. */
    List<Allocation> allocations();

    /** Who keeps a seat where there are too few, the first first (decisions 20 and 35). */
    Comparator<Allocation> seatOrder();

    /** What there is to give at {@code now} under {@code terms}. */
    Stock stock(Terms terms, Instant now);

    /** What the decision would read of {@code user} at {@code now}. */
    LedgerView view(User user, Terms terms, Instant now);

    /** Open sessions, longest open first. */
    List<SessionRecord> sessions();

    /** Open sessions of {@code user}, longest open first, with the last activity this node knows of. */
    List<SessionRecord> sessions(User user);

    /** Denied access at or after {@code since}, newest first. */
    List<DeniedAccess> denied(Instant since);

    /** The latest refusal shown under that request id, if it is still recorded. */
    Optional<DeniedAccess> denied(String requestId);

    /**
     * Gives {@code user} an access pass, as long as the terms allow: never more, also under races. One that is quarantined comes
     * back to them.
     */
    AllocationOutcome allocate(User user, AccessType type, Terms terms, Instant now);

    /**
     * Takes the access pass from {@code user}; its seat is free at once or quarantined, as {@code quarantine} says. Ends nothing
     * by itself.
     *
     * @return the allocation as it is now if quarantined, as it was otherwise; empty when they hold none
     */
    Optional<Allocation> withdraw(User user, AccessType type, Terms terms, Quarantine quarantine, Instant now);

    /**
     * Gives a quarantined access pass back to its user; false when they have none in quarantine at {@code now}, or when more are given out than {@code terms} grant: its seat may be somebody's by then.
     */
    boolean reinstate(User user, AccessType type, Terms terms, Instant now);

    /** Remembers what is known of a user who was not seen at an opening; {@link Attributes#NONE} forgets nothing. */
    void seen(User user, Attributes attributes, Instant now);

    /** Deactivates or activates a user, made known by it if need be. Ends nothing by itself. */
    void setActive(User user, boolean active, Instant now);

    /** The access rules and login access groups in force. */
    SiteRules rules();

    /**
     * Makes the access rules and login access groups those of {@code wanted}. A group's tokens come from the pool and return to
     * it as {@link io.passgate.license.LoginGroup#tokensHeld} says.
     *
     * @return false, and nothing changed, when the groups want more tokens than are free
     */
    boolean apply(SiteRules wanted, Terms terms, Instant now);

    /** Does to what is given out what {@code terms} demand, and says what that was. Ends nothing by itself. */
    Adjustment adjust(Terms terms, Instant now);

    /** What became of an allocation. */
    enum AllocationOutcome {
        ALLOCATED,
        HELD_ALREADY,
        REINSTATED,
        POOL_EMPTY
    }

    /**
     * A user the ledger knows.
     *
     * @param user who
     * @param attributes as last seen
     * @param firstSeen when the ledger first heard of them
     * @param lastSeen when they were last seen
     * @param active false for one that was deactivated
     * @param allocations access types they hold and that let them in
     * @param sessions how many sessions they have open
     */
    record KnownUser(
            User user,
            Attributes attributes,
            Instant firstSeen,
            Instant lastSeen,
            boolean active,
            List<AccessType> allocations,
            int sessions) {
        /** Copies. */
        public KnownUser {
            allocations = List.copyOf(allocations);
        }
    }

    /**
     * A person who was recognized and refused: one record per user, virtual proxy, reason and shadow, for as long as refusals follow
     * each other within a day.
     *
     * @param user who
     * @param attributes as seen at the last refusal
     * @param reason reason code
     * @param shadow whether they were let in all the same, because it is not enforced
     * @param virtualProxy prefix
     * @param address client address of the last refusal
     * @param requestId of the last refusal
     * @param first when it was first refused
     * @param last when it was last refused
     * @param count how often
     * @param explanation of the last refusal
     */
    record DeniedAccess(
            User user,
            Attributes attributes,
            String reason,
            boolean shadow,
            String virtualProxy,
            String address,
            String requestId,
            Instant first,
            Instant last,
            long count,
            Explanation explanation) {}
}
