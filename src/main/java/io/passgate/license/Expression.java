package io.passgate.license;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The tree of a condition: terms joined by not, and, or. Immutable; as deep as {@link ConditionParser} allows. */
sealed interface Expression {

    /** Whether it holds for a user. */
    boolean holds(Facts facts);

    /** How firmly its text holds together: 0 for or, 1 for and, 2 for the rest. */
    int binding();

    /** The canonical text. */
    String text();

    /** One function for each kind. */
    <R> R fold(Function<Term, R> term, Function<Not, R> not, Function<All, R> all, Function<Any, R> any);

    /** Hands every term to {@code each}, in order of the text. */
    default void terms(Consumer<Term> each) {
        fold(
                        term -> {
                            each.accept(term);
                            return List.<Expression>of();
                        },
                        not -> List.of(not.part()),
                        All::parts,
                        Any::parts)
                .forEach(part -> part.terms(each));
    }

    private static String within(Expression part, int binding) {
        return part.binding() < binding ? "(" + part.text() + ")" : part.text();
    }

    private static String joined(List<Expression> parts, String word, int binding) {
        return parts.stream().map(part -> within(part, binding)).collect(Collectors.joining(" " + word + " "));
    }

    /** A question about the user that has no parts. */
    sealed interface Term extends Expression permits Comparison, Anonymous {
        @Override
        default int binding() {
            return 2;
        }

        @Override
        default <R> R fold(Function<Term, R> term, Function<Not, R> not, Function<All, R> all, Function<Any, R> any) {
            return term.apply(this);
        }
    }

    /** {@code user.IsAnonymous()}. */
    record Anonymous() implements Term {
        @Override
        public boolean holds(Facts facts) {
            return facts.anonymous();
        }

        @Override
        public String text() {
            return "user.IsAnonymous()";
        }
    }

    /** Holds when its part does not. */
    record Not(Expression part) implements Expression {
        @Override
        public boolean holds(Facts facts) {
            return !part.holds(facts);
        }

        @Override
        public int binding() {
            return 2;
        }

        @Override
        public String text() {
            return "not " + within(part, 2);
        }

        @Override
        public <R> R fold(Function<Term, R> term, Function<Not, R> not, Function<All, R> all, Function<Any, R> any) {
            return not.apply(this);
        }
    }

    /** Holds when each part does; no part is an {@code All} itself. */
    record All(List<Expression> parts) implements Expression {
        @Override
        public boolean holds(Facts facts) {
            for (Expression part : parts) {
                if (!part.holds(facts)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public int binding() {
            return 1;
        }

        @Override
        public String text() {
            return joined(parts, "and", 1);
        }

        @Override
        public <R> R fold(Function<Term, R> term, Function<Not, R> not, Function<All, R> all, Function<Any, R> any) {
            return all.apply(this);
        }
    }

    /** Holds when one of its parts does; no part is an {@code Any} itself. */
    record Any(List<Expression> parts) implements Expression {
        @Override
        public boolean holds(Facts facts) {
            for (Expression part : parts) {
                if (part.holds(facts)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public int binding() {
            return 0;
        }

        @Override
        public String text() {
            return joined(parts, "or", 0);
        }

        @Override
        public <R> R fold(Function<Term, R> term, Function<Not, R> not, Function<All, R> all, Function<Any, R> any) {
            return any.apply(this);
        }
    }
}
