package io.passgate.admission;

import io.passgate.decision.LedgerView.Person;
import io.passgate.decision.LedgerView.Stock;
import io.passgate.decision.Policy;
import io.passgate.decision.Verdict;
import io.passgate.identity.User;
import io.passgate.license.Adjustment;
import io.passgate.license.Allocation;
import io.passgate.license.Capacity;
import io.passgate.license.LoginGroup;
import io.passgate.license.Terms;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Says who of the known users would gain and who would lose access under other terms, other rules or at another moment: the one
 * decision, on paper, changing nothing (design.md §3). Everybody is taken to come once, who was seen last first, and everything
 * to be enforced; anonymous users are left out. Blocks; never on an event loop. Safe for use by many threads.
 */
public final class Plan {

    private final Records records;
    private final LicenseSource license;
    private final Supplier<Policy> policy;
    private final InstantSource clock;

    /** Works on these. */
    public Plan(Records records, LicenseSource license, Supplier<Policy> policy, InstantSource clock) {
        this.records = records;
        this.license = license;
        this.policy = policy;
        this.clock = clock;
    }

    /** Terms and rules at a moment. */
    public record Situation(Terms terms, SiteRules rules, Instant at) {}

    /** As it is. */
    public Situation now() {
        Instant now = clock.instant();
        return new Situation(license.current(now).terms(), records.rules(), now);
    }

    /** What would change if these terms and rules were in force at {@code at}. */
    public Outcome of(Terms terms, SiteRules rules, Instant at) {
        return between(now(), new Situation(terms, rules, at));
    }

    /** What changes from one situation to another. */
    public Outcome between(Situation before, Situation after) {
        Instant now = clock.instant();
        Stock stock = records.stock(before.terms(), now);
        Holdings holdings =
                new Holdings(records.allocations(), records.seatOrder(), stock.groups(), stock.minutesUsed(), now);
        Policy enforced = enforced(policy.get());
        Paper first = new Paper(before, enforced, holdings);
        Paper second = new Paper(after, enforced, holdings);
        List<Row> rows = new ArrayList<>();
        records.users().stream()
                .filter(known -> !known.user().isAnonymous())
                .sorted(Comparator.comparing(Records.KnownUser::lastSeen).reversed())
                .forEach(known -> {
                    User user = known.user();
                    Person person = records.view(user, before.terms(), now).person();
                    rows.add(new Row(user, first.decide(user, person), second.decide(user, person)));
                });
        rows.sort(Comparator.comparing(row -> row.user().written()));
        return new Outcome(rows, second.adjustment(), before.terms(), after.terms());
    }

    private static Policy enforced(Policy configured) {
        return Policy.enforced(configured.parallel(), configured.hold(), configured.atLimit(), configured.exempt());
    }

    /**
     * What the ledger holds now.
     *
     * @param allocations all
     * @param seatOrder who keeps a seat first where there are too few
     * @param groups login access groups
     * @param minutes of analyzer capacity used in the month of {@code now}
     * @param now when
     */
    record Holdings(
            List<Allocation> allocations,
            Comparator<Allocation> seatOrder,
            List<LoginGroup> groups,
            long minutes,
            Instant now) {

        /** Minutes used in the month of {@code at}, as far as is known. */
        long minutesUsed(Instant at) {
            return Capacity.month(at).equals(Capacity.month(now)) ? minutes : 0;
        }
    }

    /**
     * What becomes of one user.
     *
     * @param user who
     * @param before as it is
     * @param after as it would be
     */
    public record Row(User user, Verdict before, Verdict after) {

        /** Whether they are let in now and would not be. */
        public boolean loses() {
            return letsIn(before) && !letsIn(after);
        }

        /** Whether they are not let in now and would be. */
        public boolean gains() {
            return !letsIn(before) && letsIn(after);
        }

        /** Whether they are let in either way, but not on the same access type. */
        public boolean changes() {
            return letsIn(before) && letsIn(after) && !word(before).equals(word(after));
        }

        /** What they are let in on as it is, or why not. */
        public String was() {
            return word(before);
        }

        /** What they would be let in on, or why not. */
        public String why() {
            return word(after);
        }

        private static boolean letsIn(Verdict verdict) {
            return verdict.fold(exempt -> true, renewed -> true, granted -> true, refused -> false);
        }

        private static String word(Verdict verdict) {
            return verdict.fold(
                    exempt -> "exempt",
                    renewed -> renewed.paid().type().key(),
                    granted -> granted.accessType().key(),
                    refused -> refused.reason().code());
        }
    }

    /**
     * A plan.
     *
     * @param rows every known user, in order of name
     * @param adjustment what the terms would do to what is given out
     * @param before the terms as they are
     * @param after the terms as they would be
     */
    public record Outcome(List<Row> rows, Adjustment adjustment, Terms before, Terms after) {

        /** Copies. */
        public Outcome {
            rows = List.copyOf(rows);
        }

        /** Who would lose access. */
        public List<Row> losing() {
            return rows.stream().filter(Row::loses).toList();
        }

        /** Who would gain access. */
        public List<Row> gaining() {
            return rows.stream().filter(Row::gains).toList();
        }
    }
}
