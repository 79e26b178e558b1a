package io.passgate.admission;

import io.passgate.decision.LedgerView;
import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Allocation;
import io.passgate.license.Pool;
import io.passgate.license.Terms;
import java.time.Instant;
import java.util.List;

/**
 * The ledger as administration needs it. Every call blocks until it is committed or read: never on an event loop. Throws
 * {@link LedgerUnavailable} when the store is lost. Safe for use by many threads.
 */
public interface Records {

    /** Every user that was ever seen, allocated to or refused, in order of name. */
    List<KnownUser> users();

    /** Every allocation, in order of type and user. */
    List<Allocation> allocations();

    /** The pools of {@code terms}, in order of type. */
    List<Pool> pools(Terms terms);

    /** What the decision would read of {@code user}. */
    LedgerView view(User user, Terms terms);

    /** Open sessions, longest open first. */
    List<SessionRecord> sessions();

    /** Open sessions of {@code user}, longest open first, with the last activity this node knows of. */
    List<SessionRecord> sessions(User user);

    /** Denied access at or after {@code since}, newest first. */
    List<DeniedAccess> denied(Instant since);

    /** Gives {@code user} an access pass, as long as the terms allow: never more, also under races. */
    AllocationOutcome allocate(User user, AccessType type, Terms terms, Instant now);

    /** Takes the access pass from {@code user}; false when they do not hold it. Ends nothing by itself. */
    boolean withdraw(User user, AccessType type);

    /** What became of an allocation. */
    enum AllocationOutcome {
        ALLOCATED,
        HELD_ALREADY,
        POOL_EMPTY
    }

    /**
     * A user the ledger knows.
     *
     * @param user who
     * @param attributes as last seen
     * @param firstSeen when the ledger first heard of them
     * @param lastSeen when they were last seen
     * @param allocations access types they hold
     * @param sessions how many sessions they have open
     */
    record KnownUser(
            User user,
            Attributes attributes,
            Instant firstSeen,
            Instant lastSeen,
            List<AccessType> allocations,
            int sessions) {
        /** Copies. */
        public KnownUser {
            allocations = List.copyOf(allocations);
        }
    }

    /**
     * A person who was recognized and refused: one record per user, virtual proxy and reason, for as long as refusals follow
     * each other within a day.
     *
     * @param user who
     * @param attributes as seen at the last refusal
     * @param reason reason code
     * @param virtualProxy prefix
     * @param address client address of the last refusal
     * @param requestId of the last refusal
     * @param first when it was first refused
     * @param last when it was last refused
     * @param count how often
     */
    record DeniedAccess(
            User user,
            Attributes attributes,
            String reason,
            String virtualProxy,
            String address,
            String requestId,
            Instant first,
            Instant last,
            long count) {}
}
