package io.passgate.admission;

import io.passgate.decision.Charge;
import io.passgate.decision.Decision;
import io.passgate.decision.LedgerView;
import io.passgate.decision.LedgerView.Person;
import io.passgate.decision.LedgerView.Stock;
import io.passgate.decision.Policy;
import io.passgate.decision.Request;
import io.passgate.decision.Verdict;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Adjustment;
import io.passgate.license.Allocation;
import io.passgate.license.LoginGroup;
import io.passgate.license.Pool;
import io.passgate.license.Standing;
import io.passgate.license.Terms;
import io.passgate.license.Verification;
import io.passgate.session.UserSessions;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The ledger as it would be in a situation: what is given out after the terms took their effect on it, and what the users decided
 * so far would have drawn. Decides by the one decision; writes nowhere. Confined to one plan.
 */
final class Paper {

    private final Plan.Situation situation;
    private final Terms terms;
    private final Decision decision;
    private final Adjustment adjustment;
    private final Map<User, List<Allocation>> held;
    private final Map<AccessType, Integer> taken = new EnumMap<>(AccessType.class);
    private final Map<String, LoginGroup> groups = new TreeMap<>();
    private final long minutesUsed;

    /**
     * @param policy enforced, as configured
     * @param now what the ledger holds
     */
    Paper(Plan.Situation situation, Policy policy, Plan.Holdings now) {
        Instant at = situation.at();
        this.situation = situation;
        this.terms = situation.terms().at(at);
        this.decision = new Decision(policy.within(terms.may(), at));
        this.minutesUsed = now.minutesUsed(at);
        situation.rules().groups().forEach((name, tokens) -> groups.put(name, new LoginGroup(name, tokens, 0)));
        now.groups()
                .forEach(group -> groups.merge(
                        group.name(),
                        new LoginGroup(group.name(), 0, group.used()),
                        (wanted, used) -> new LoginGroup(wanted.name(), wanted.tokens(), used.used())));
        this.adjustment = Adjustment.of(now.allocations(), groups.values(), terms, at, now.seatOrder());
        adjustment.groupsEnded().forEach(groups::remove);
        this.held = adjusted(now.allocations()).stream()
                .filter(a -> a.takesSeat(at))
                .collect(Collectors.groupingBy(Allocation::user));
        held.values().forEach(all -> all.forEach(a -> taken.merge(a.type(), 1, Integer::sum)));
    }

    private List<Allocation> adjusted(List<Allocation> before) {
        Map<String, Allocation> changed = new HashMap<>();
        adjustment.changed().forEach(a -> changed.put(name(a), a));
        return before.stream()
                .filter(a -> !adjustment.removed().contains(a))
                .map(a -> changed.getOrDefault(name(a), a))
                .toList();
    }

    private static String name(Allocation allocation) {
        return allocation.type() + " " + allocation.user();
    }

    /** What the terms did to what is given out. */
    Adjustment adjustment() {
        return adjustment;
    }

    /** The verdict on a first session of that user, who comes after those decided before. */
    Verdict decide(User user, Person known) {
        Person person =
                new Person(known.active(), known.attributes(), held.getOrDefault(user, List.of()), known.loginPass());
        LedgerView view = new LedgerView(person, stock(), situation.rules().rules(), UserSessions.NONE);
        Standing standing = Standing.of(terms, Verification.both(situation.at()), situation.at());
        Verdict verdict = decision.decide(Request.opening(user), view, standing, situation.at());
        if (verdict instanceof Verdict.Granted granted) {
            draw(person, granted.paid().charge());
        }
        return verdict;
    }

    private void draw(Person person, Charge charge) {
        charge.<Boolean>fold(
                () -> true,
                byRule -> {
                    boolean comesBack = person.allocations().stream().anyMatch(a -> a.type() == byRule.type());
                    taken.merge(byRule.type(), comesBack ? 0 : 1, Integer::sum);
                    return true;
                },
                pass -> {
                    groups.computeIfPresent(
                            pass.group(), (name, group) -> new LoginGroup(name, group.tokens(), group.used() + 1));
                    return true;
                },
                unit -> true);
    }

    private Stock stock() {
        int tokensSetAside =
                groups.values().stream().mapToInt(LoginGroup::tokensHeld).sum();
        List<Pool> pools = AccessType.ALLOCATED.stream()
                .map(type -> new Pool(
                        type,
                        terms.seats(type),
                        taken.getOrDefault(type, 0) + (type == AccessType.USER_ACCESS_PASS ? tokensSetAside : 0)))
                .toList();
        return new Stock(pools, List.copyOf(groups.values()), terms.capacity(), minutesUsed);
    }
}
