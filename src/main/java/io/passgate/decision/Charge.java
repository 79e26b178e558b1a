package io.passgate.decision;

import io.passgate.license.AccessType;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What letting somebody in costs, to be written by the ledger in the transaction of the verdict, once (design.md §3). Immutable.
 */
public sealed interface Charge {

    /** One function for each. */
    <R> R fold(
            Supplier<R> nothing,
            Function<ByRule, R> byRule,
            Function<DrawLoginPass, R> drawLoginPass,
            Function<StartUnit, R> startUnit);

    /** Nothing: the pass is held already. */
    Charge NOTHING = new Nothing();

    /** Nothing is written. */
    record Nothing() implements Charge {
        @Override
        public <R> R fold(
                Supplier<R> nothing,
                Function<ByRule, R> byRule,
                Function<DrawLoginPass, R> drawLoginPass,
                Function<StartUnit, R> startUnit) {
            return nothing.get();
        }
    }

    /**
     * An access rule gives the user an access pass, or gives a quarantined one back.
     *
     * @param type its access type
     * @param rule the name of the rule
     */
    record ByRule(AccessType type, String rule) implements Charge {
        @Override
        public <R> R fold(
                Supplier<R> nothing,
                Function<ByRule, R> byRule,
                Function<DrawLoginPass, R> drawLoginPass,
                Function<StartUnit, R> startUnit) {
            return byRule.apply(this);
        }
    }

    /**
     * The user draws a login access pass (domain.md §1.3).
     *
     * @param group the login access group it comes from
     */
    record DrawLoginPass(String group) implements Charge {
        @Override
        public <R> R fold(
                Supplier<R> nothing,
                Function<ByRule, R> byRule,
                Function<DrawLoginPass, R> drawLoginPass,
                Function<StartUnit, R> startUnit) {
            return drawLoginPass.apply(this);
        }
    }

    /** A unit of analyzer capacity begins (domain.md §1.2). */
    record StartUnit() implements Charge {
        @Override
        public <R> R fold(
                Supplier<R> nothing,
                Function<ByRule, R> byRule,
                Function<DrawLoginPass, R> drawLoginPass,
                Function<StartUnit, R> startUnit) {
            return startUnit.apply(this);
        }
    }
}
