package io.passgate.license;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The ways in which a condition can be met: its disjunctive normal form, as long as it is small. Holds no state. */
final class Alternatives {

    /** With more of them nothing is said. */
    static final int MAX = 256;

    private Alternatives() {}

    /** Whether no user can meet it, as far as can be told; see {@link Clause#contradictory()}. */
    static boolean neverMet(Expression expression) {
        return of(expression, true)
                .filter(all -> all.stream().allMatch(Clause::contradictory))
                .isPresent();
    }

    /** The clauses of the expression, or of its opposite; none when there are too many. */
    static Optional<List<Clause>> of(Expression expression, boolean held) {
        return expression.fold(
                term -> Optional.of(List.of(new Clause(List.of(Clause.Literal.of(term, held))))),
                not -> of(not.part(), !held),
                all -> held ? each(all.parts(), true) : any(all.parts(), false),
                any -> held ? any(any.parts(), true) : each(any.parts(), false));
    }

    private static Optional<List<Clause>> any(List<Expression> parts, boolean held) {
        List<Clause> found = new ArrayList<>();
        for (Expression part : parts) {
            Optional<List<Clause>> clauses = of(part, held);
            if (clauses.isEmpty() || found.size() + clauses.get().size() > MAX) {
                return Optional.empty();
            }
            found.addAll(clauses.get());
        }
        return Optional.of(found);
    }

    private static Optional<List<Clause>> each(List<Expression> parts, boolean held) {
        List<Clause> found = List.of(new Clause(List.of()));
        for (Expression part : parts) {
            Optional<List<Clause>> clauses = of(part, held);
            if (clauses.isEmpty() || found.size() * clauses.get().size() > MAX) {
                return Optional.empty();
            }
            List<Clause> right = clauses.get();
            found = found.stream()
                    .flatMap(one -> right.stream().map(other -> joined(one, other)))
                    .toList();
        }
        return Optional.of(found);
    }

    private static Clause joined(Clause one, Clause other) {
        return new Clause(Stream.concat(one.literals().stream(), other.literals().stream())
                .toList());
    }
}
