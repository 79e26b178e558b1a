package io.passgate.identity;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * The answer to "who is asking": a user was named, nobody is signed in, or it cannot be told (design.md §4). Immutable.
 */
public sealed interface Identification {

    /** One function for each of the three answers. */
    <R> R fold(Function<Named, R> named, Function<Nobody, R> nobody, Function<CannotTell, R> cannotTell);

    /**
     * A user was named.
     *
     * @param user who
     * @param asSeen the same as the source spelled it: for the record, never compared
     * @param attributes what else was said about them
     * @param setCookies {@code Set-Cookie} values of the hub's answer, to be handed on to the browser
     * @param until until when the same credentials need not be asked about again; {@link Instant#MAX} when the credentials
     *     speak for themselves
     */
    record Named(User user, String asSeen, Attributes attributes, List<String> setCookies, Instant until)
            implements Identification {
        /** Copies. */
        public Named {
            setCookies = List.copyOf(setCookies);
        }

        /** Where the spelling is not known. */
        public Named(User user, Attributes attributes, List<String> setCookies, Instant until) {
            this(user, user.written(), attributes, setCookies, until);
        }

        @Override
        public <R> R fold(Function<Named, R> named, Function<Nobody, R> nobody, Function<CannotTell, R> cannotTell) {
            return named.apply(this);
        }
    }

    /**
     * The source said that nobody is signed in.
     *
     * @param setCookies {@code Set-Cookie} values of the hub's answer, to be handed on to the browser
     */
    record Nobody(List<String> setCookies) implements Identification {
        /** Copies. */
        public Nobody {
            setCookies = List.copyOf(setCookies);
        }

        @Override
        public <R> R fold(Function<Named, R> named, Function<Nobody, R> nobody, Function<CannotTell, R> cannotTell) {
            return nobody.apply(this);
        }
    }

    /**
     * The source failed: never an answer in anybody's favor.
     *
     * @param why what failed, for the operator; no secrets
     */
    record CannotTell(String why) implements Identification {
        @Override
        public <R> R fold(Function<Named, R> named, Function<Nobody, R> nobody, Function<CannotTell, R> cannotTell) {
            return cannotTell.apply(this);
        }
    }
}
