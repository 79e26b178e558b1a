package io.passgate.page;

import io.passgate.decision.Verdict;
import io.passgate.session.Session;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a person or program is told instead of the hub's answer (design.md §8). Immutable. */
public sealed interface Notice {

    /** One function for each. */
    <R> R fold(
            Function<Refused, R> refused,
            Function<NotSignedIn, R> notSignedIn,
            Function<CannotTell, R> cannotTell,
            Function<Failed, R> failed);

    /** A refusal for any reason but too many sessions: there is nothing to end. */
    static Refused refused(Verdict.Refused verdict) {
        return new Refused(verdict, List.of(), "");
    }

    /**
     * The user was recognized and refused.
     *
     * @param verdict why
     * @param sessions the user's own open sessions, offered to be ended; only read for too many sessions
     * @param token anti-forgery token that ending one must carry, bound to the user; only read where there are sessions
     */
    record Refused(Verdict.Refused verdict, List<Session> sessions, String token) implements Notice {
        /** Copies. */
        public Refused {
            sessions = List.copyOf(sessions);
        }

        @Override
        public <R> R fold(
                Function<Refused, R> refused,
                Function<NotSignedIn, R> notSignedIn,
                Function<CannotTell, R> cannotTell,
                Function<Failed, R> failed) {
            return refused.apply(this);
        }
    }

    /**
     * Nobody is signed in, and nobody gets nothing here.
     *
     * @param signIn path or http(s) URL at which to sign in, if there is one
     * @param unlicensed whether anonymous users would be let in, if only the license allowed any
     */
    record NotSignedIn(Optional<String> signIn, boolean unlicensed) implements Notice {
        @Override
        public <R> R fold(
                Function<Refused, R> refused,
                Function<NotSignedIn, R> notSignedIn,
                Function<CannotTell, R> cannotTell,
                Function<Failed, R> failed) {
            return notSignedIn.apply(this);
        }
    }

    /** It cannot be told who is asking: the hub was asked and gave no answer that can be used. */
    record CannotTell() implements Notice {
        @Override
        public <R> R fold(
                Function<Refused, R> refused,
                Function<NotSignedIn, R> notSignedIn,
                Function<CannotTell, R> cannotTell,
                Function<Failed, R> failed) {
            return cannotTell.apply(this);
        }
    }

    /**
     * Something failed.
     *
     * @param fault what
     */
    record Failed(Fault fault) implements Notice {
        @Override
        public <R> R fold(
                Function<Refused, R> refused,
                Function<NotSignedIn, R> notSignedIn,
                Function<CannotTell, R> cannotTell,
                Function<Failed, R> failed) {
            return failed.apply(this);
        }
    }
}
