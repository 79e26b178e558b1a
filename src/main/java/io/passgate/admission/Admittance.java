package io.passgate.admission;

import io.passgate.decision.Verdict;
import io.passgate.identity.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What becomes of an arrival (design.md §4). Immutable. */
public sealed interface Admittance {

    /** One function for each. */
    <R> R fold(
            Function<Admitted, R> admitted,
            Function<Exempt, R> exempt,
            Function<SignedIn, R> signedIn,
            Function<Refused, R> refused,
            Function<NotSignedIn, R> notSignedIn,
            Function<CannotTell, R> cannotTell,
            Function<TooOften, R> tooOften);

    /**
     * It goes on with a session.
     *
     * @param session which
     * @param newCookie the gate cookie to set, when the client does not have it yet
     * @param setCookies of the hub's who-am-I answer
     * @param until until when the same credentials need no new look
     */
    record Admitted(AdmittedSession session, Optional<String> newCookie, List<String> setCookies, Instant until)
            implements Admittance {
        @Override
        public <R> R fold(
                Function<Admitted, R> admitted,
                Function<Exempt, R> exempt,
                Function<SignedIn, R> signedIn,
                Function<Refused, R> refused,
                Function<NotSignedIn, R> notSignedIn,
                Function<CannotTell, R> cannotTell,
                Function<TooOften, R> tooOften) {
            return admitted.apply(this);
        }
    }

    /**
     * The user needs neither pass nor slot.
     *
     * @param user who
     * @param setCookies of the hub's who-am-I answer
     * @param until until when the same credentials need no new look
     */
    record Exempt(User user, List<String> setCookies, Instant until) implements Admittance {
        @Override
        public <R> R fold(
                Function<Admitted, R> admitted,
                Function<Exempt, R> exempt,
                Function<SignedIn, R> signedIn,
                Function<Refused, R> refused,
                Function<NotSignedIn, R> notSignedIn,
                Function<CannotTell, R> cannotTell,
                Function<TooOften, R> tooOften) {
            return exempt.apply(this);
        }
    }

    /**
     * The user is signed in, on a path that needs no access pass.
     *
     * @param user who
     * @param setCookies of the hub's who-am-I answer
     * @param until until when the same credentials need no new look
     */
    record SignedIn(User user, List<String> setCookies, Instant until) implements Admittance {
        @Override
        public <R> R fold(
                Function<Admitted, R> admitted,
                Function<Exempt, R> exempt,
                Function<SignedIn, R> signedIn,
                Function<Refused, R> refused,
                Function<NotSignedIn, R> notSignedIn,
                Function<CannotTell, R> cannotTell,
                Function<TooOften, R> tooOften) {
            return signedIn.apply(this);
        }
    }

    /**
     * The user was recognized and refused.
     *
     * @param user who
     * @param verdict why
     * @param setCookies of the hub's who-am-I answer
     */
    record Refused(User user, Verdict.Refused verdict, List<String> setCookies) implements Admittance {
        @Override
        public <R> R fold(
                Function<Admitted, R> admitted,
                Function<Exempt, R> exempt,
                Function<SignedIn, R> signedIn,
                Function<Refused, R> refused,
                Function<NotSignedIn, R> notSignedIn,
                Function<CannotTell, R> cannotTell,
                Function<TooOften, R> tooOften) {
            return refused.apply(this);
        }
    }

    /**
     * Nobody is signed in.
     *
     * @param setCookies of the hub's who-am-I answer
     * @param unlicensed whether an anonymous user would be let in, if only the license allowed any
     */
    record NotSignedIn(List<String> setCookies, boolean unlicensed) implements Admittance {
        @Override
        public <R> R fold(
                Function<Admitted, R> admitted,
                Function<Exempt, R> exempt,
                Function<SignedIn, R> signedIn,
                Function<Refused, R> refused,
                Function<NotSignedIn, R> notSignedIn,
                Function<CannotTell, R> cannotTell,
                Function<TooOften, R> tooOften) {
            return notSignedIn.apply(this);
        }
    }

    /**
     * It cannot be told who is asking, and no recent answer stands in.
     *
     * @param why for the operator
     */
    record CannotTell(String why) implements Admittance {
        @Override
        public <R> R fold(
                Function<Admitted, R> admitted,
                Function<Exempt, R> exempt,
                Function<SignedIn, R> signedIn,
                Function<Refused, R> refused,
                Function<NotSignedIn, R> notSignedIn,
                Function<CannotTell, R> cannotTell,
                Function<TooOften, R> tooOften) {
            return cannotTell.apply(this);
        }
    }

    /**
     * Anonymous users open too many sessions from one address.
     *
     * @param retryAfter when it is worth trying again
     */
    record TooOften(Duration retryAfter) implements Admittance {
        @Override
        public <R> R fold(
                Function<Admitted, R> admitted,
                Function<Exempt, R> exempt,
                Function<SignedIn, R> signedIn,
                Function<Refused, R> refused,
                Function<NotSignedIn, R> notSignedIn,
                Function<CannotTell, R> cannotTell,
                Function<TooOften, R> tooOften) {
            return tooOften.apply(this);
        }
    }
}
