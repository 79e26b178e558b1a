package io.passgate.license;

import io.passgate.identity.User;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Terms that must all hold, or not, at once: one way in which a condition can be met. Immutable.
 *
 * @param literals the terms, each with what it must be
 */
record Clause(List<Literal> literals) {

    /**
     * A term that must hold, or must not.
     *
     * @param term which
     * @param held what it must be
     */
    record Literal(Expression.Term term, boolean held) {

        /** {@code !=} is an {@code =} that must not hold. */
        static Literal of(Expression.Term term, boolean held) {
            return term instanceof Comparison c && c.operator() == Comparison.Operator.NOT_EQUAL
                    ? new Literal(
                            Comparison.of(c.attribute(), Comparison.Operator.EQUAL, c.literal(), c.offset()), !held)
                    : new Literal(term, held);
        }

        Stream<Comparison> comparison() {
            return term instanceof Comparison c ? Stream.of(c) : Stream.empty();
        }

        /** Equal for terms that ask the same. */
        String asked() {
            return comparison()
                    .map(c -> c.attribute().name() + " " + c.operator().text() + " " + c.folded())
                    .findFirst()
                    .orElseGet(term::text);
        }
    }

    /**
     * Whether no user at all can meet it, as far as this can be told by looking: never true of a clause that somebody could
     * meet.
     */
    boolean contradictory() {
        Map<String, Set<String>> values = demanded();
        return asksBoth()
                || Facts.OF_USER.stream().anyMatch(name -> impossible(values.getOrDefault(name, Set.of())))
                || anonymityContradicts(values)
                || literals.stream().anyMatch(literal -> literal.comparison().anyMatch(c -> {
                    Set<String> ofIt = values.getOrDefault(c.attribute().name(), Set.of());
                    return contradicts(c, literal.held(), ofIt);
                }));
    }

    /** x and not x. */
    private boolean asksBoth() {
        Map<String, Boolean> held = new HashMap<>();
        return literals.stream().anyMatch(literal -> {
            Boolean before = held.putIfAbsent(literal.asked(), literal.held());
            return before != null && before != literal.held();
        });
    }

    /** The values that each attribute must have, folded. */
    private Map<String, Set<String>> demanded() {
        Map<String, Set<String>> values = new HashMap<>();
        for (Literal literal : literals) {
            if (literal.held()) {
                literal.comparison()
                        .filter(c -> c.operator() == Comparison.Operator.EQUAL)
                        .forEach(c -> values.computeIfAbsent(c.attribute().name(), n -> new HashSet<>())
                                .add(c.folded()));
                if (literal.term() instanceof Expression.Anonymous) {
                    values.computeIfAbsent(Facts.USER_DIRECTORY, n -> new HashSet<>())
                            .add(User.ANONYMOUS_DIRECTORY);
                }
            }
        }
        return values;
    }

    /** Directory and id have exactly one value, and it is not empty. */
    private static boolean impossible(Set<String> values) {
        return values.size() > 1 || values.contains("");
    }

    private boolean anonymityContradicts(Map<String, Set<String>> values) {
        Set<String> ids = values.getOrDefault(Facts.USER_ID, Set.of());
        boolean anonymousId = ids.stream().anyMatch(id -> id.startsWith(User.ANONYMOUS_ID));
        boolean anonymous = anonymousId
                && values.getOrDefault(Facts.USER_DIRECTORY, Set.of()).contains(User.ANONYMOUS_DIRECTORY);
        return literals.stream()
                .filter(literal -> literal.term() instanceof Expression.Anonymous)
                .anyMatch(literal -> literal.held() ? !ids.isEmpty() && !anonymousId : anonymous);
    }

    /**
     * Where there is one value alone, every comparison must agree with it. Where there may be more, a demanded value cannot
     * be one that must not be there; expressions see values unfolded, so nothing is known of them.
     */
    private static boolean contradicts(Comparison comparison, boolean held, Set<String> demanded) {
        if (Facts.OF_USER.contains(comparison.attribute().name())) {
            return demanded.stream().anyMatch(value -> comparison.value().test(value) != held);
        }
        return !held
                && comparison.operator() != Comparison.Operator.MATCHES
                && demanded.stream().anyMatch(comparison.value());
    }
}
