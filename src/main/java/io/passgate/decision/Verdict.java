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
     * The request goes on with a session that is open already; nothing but "last seen" is written.
     *
     * @param session which
     */
    record Renewed(SessionId session, Explanation explanation) implements Verdict {
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
     * @param accessType the access pass it is opened with
     * @param sessionCount how many slots are taken once it is open, for the audit line (domain.md §6.1)
     * @param displaced the session that ends to make room, if the policy says so
     */
    record Granted(AccessType accessType, int sessionCount, Optional<SessionId> displaced, Explanation explanation)
            implements Verdict {
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
