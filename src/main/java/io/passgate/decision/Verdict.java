package io.passgate.decision;

import io.passgate.license.AccessType;
import io.passgate.session.SessionId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** The outcome of a decision, with its explanation (design.md §1). Immutable. */
public sealed interface Verdict {

    /** Why. */
    Explanation explanation();

    /** One function for each outcome. */
    <R> R fold(
            Function<Exempt, R> exempt,
            Function<Renewed, R> renewed,
            Function<Granted, R> granted,
            Function<Refused, R> refused);

    /** The user needs no access pass and takes no slot. */
    record Exempt(Explanation explanation) implements Verdict {
        @Override
        public <R> R fold(
                Function<Exempt, R> exempt,
                Function<Renewed, R> renewed,
                Function<Granted, R> granted,
                Function<Refused, R> refused) {
            return exempt.apply(this);
        }
    }

    /**
     * The request goes on with a session that is open already. Nothing but "last seen" is written, unless its paid time is over
     * and it is paid for anew.
     *
     * @param session which
     * @param paid the access pass it goes on; its charge is {@link Charge#NOTHING} where nothing was due
     */
    record Renewed(SessionId session, Paid paid, Explanation explanation) implements Verdict {
        @Override
        public <R> R fold(
                Function<Exempt, R> exempt,
                Function<Renewed, R> renewed,
                Function<Granted, R> granted,
                Function<Refused, R> refused) {
            return renewed.apply(this);
        }
    }

    /**
     * A session may be opened.
     *
     * @param paid the access pass it is opened with
     * @param sessionCount how many slots are taken once it is open, for the audit line (domain.md §6.1)
     * @param displaced the session that ends to make room, if the policy says so
     * @param shadowed why it would have been refused if everything were enforced (design.md §9, mode)
     */
    record Granted(
            Paid paid,
            int sessionCount,
            Optional<SessionId> displaced,
            Optional<Refusal> shadowed,
            Explanation explanation)
            implements Verdict {

        /** The access type it is opened with. */
        public AccessType accessType() {
            return paid.type();
        }

        @Override
        public <R> R fold(
                Function<Exempt, R> exempt,
                Function<Renewed, R> renewed,
                Function<Granted, R> granted,
                Function<Refused, R> refused) {
            return granted.apply(this);
        }
    }

    /**
     * Nothing may be opened.
     *
     * @param reason the first thing that failed
     * @param sessionCount how many slots are taken, for the audit line
     * @param retryAt when it is worth trying again without anybody doing anything, if that is known
     */
    record Refused(Refusal reason, int sessionCount, Optional<Instant> retryAt, Explanation explanation)
            implements Verdict {
        @Override
        public <R> R fold(
                Function<Exempt, R> exempt,
                Function<Renewed, R> renewed,
                Function<Granted, R> granted,
                Function<Refused, R> refused) {
            return refused.apply(this);
        }
    }
}
