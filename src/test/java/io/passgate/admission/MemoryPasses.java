package io.passgate.admission;

import io.passgate.admission.Assignments.Assignment;
import io.passgate.admission.Assignments.Holder;
import io.passgate.admission.Assignments.State;
import io.passgate.admission.Records.AllocationOutcome;
import io.passgate.decision.Charge;
import io.passgate.decision.LedgerView.Stock;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Adjustment;
import io.passgate.license.Allocation;
import io.passgate.license.Capacity;
import io.passgate.license.LoginGroup;
import io.passgate.license.LoginPass;
import io.passgate.license.Pool;
import io.passgate.license.Quarantine;
import io.passgate.license.Terms;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a {@link MemoryLedger} has given out. Nothing is counted up or down: every figure is counted anew from what is held, so that
 * this is a model to check other ledgers against. Guarded by its ledger's lock.
 */
final class MemoryPasses {

    private final Map<User, Map<AccessType, Allocation>> allocations = new HashMap<>();
    private final List<Drawn> drawn = new ArrayList<>();
    private final Map<YearMonth, Long> minutes = new HashMap<>();
    private MemorySync sync = new MemorySync();
    private SiteRules rules = SiteRules.NONE;

    private record Drawn(User user, LoginPass pass) {}

    MemoryPasses copy() {
        MemoryPasses next = new MemoryPasses();
        allocations.forEach((user, held) -> next.allocations.put(user, new TreeMap<>(held)));
        next.drawn.addAll(drawn);
        next.minutes.putAll(minutes);
        next.rules = rules;
        next.sync = sync.copy();
        return next;
    }

    List<Allocation> all() {
        return allocations.values().stream()
                .flatMap(held -> held.values().stream())
                .sorted(Comparator.comparing(Allocation::type)
                        .thenComparing(a -> a.user().written()))
                .toList();
    }

    List<Allocation> held(User user) {
        return List.copyOf(allocations.getOrDefault(user, Map.of()).values());
    }

    Optional<LoginPass> latest(User user, Instant now) {
        return drawn.stream()
                .filter(d -> d.user().equals(user))
                .map(Drawn::pass)
                .filter(pass -> now.isBefore(pass.returns()))
                .max(Comparator.comparing(LoginPass::drawn));
    }

    SiteRules rules() {
        return rules;
    }

    Stock stock(Terms terms, Instant now) {
        List<Pool> pools = AccessType.ALLOCATED.stream()
                .map(type -> new Pool(type, terms.seats(type), given(type, now)))
                .toList();
        return new Stock(pools, groups(now), terms.capacity(), used(now));
    }

    private long used(Instant now) {
        return minutes.getOrDefault(Capacity.month(now), 0L) + sync.elsewhere(Capacity.month(now));
    }

    MemorySync sync() {
        return sync;
    }

    void follow(String license) {
        sync.follow(license, all());
    }

    Assignments.Outgoing outgoing(int most, Instant now) {
        return sync.outgoing(most, minutes, Capacity.month(now));
    }

    Assignments.Applied apply(Assignments.Incoming answer, Instant now) {
        answer.minutes().forEach(told -> minutes.merge(told.month(), told.here(), Math::max));
        if (sync.restored(answer, all())) {
            return new Assignments.Applied(true, true, List.of(), List.of());
        }
        free(now);
        List<Holder> lost = new ArrayList<>();
        List<Holder> gained = new ArrayList<>();
        List<Assignment> taken = sync.taken(answer);
        for (Assignment told : taken) {
            Optional<Allocation> before = Optional.ofNullable(of(told.user()).get(told.type()));
            boolean held = before.filter(a -> a.state() != Allocation.State.QUARANTINED)
                    .isPresent();
            State state = told.stateAt(now);
            Holder holder = new Holder(told.user(), told.type());
            if (state == State.WITHDRAWN) {
                of(told.user()).remove(told.type());
            } else if (state == State.QUARANTINED || !held) {
                Allocation row = before.orElse(Allocation.given(told.user(), told.type(), told.at()));
                of(told.user())
                        .put(
                                told.type(),
                                told.until().map(row::quarantined).orElse(row.as(Allocation.State.ALLOCATED)));
            }
            if (held && state != State.ALLOCATED) {
                lost.add(holder);
            } else if (!held && state == State.ALLOCATED) {
                gained.add(holder);
            }
        }
        return new Assignments.Applied(taken.size() < answer.assignments().size(), false, lost, gained);
    }

    private int given(AccessType type, Instant now) {
        int seats = (int)
                all().stream().filter(a -> a.type() == type && a.takesSeat(now)).count();
        int held = groups(now).stream().mapToInt(LoginGroup::tokensHeld).sum();
        return type == AccessType.USER_ACCESS_PASS ? seats + held : seats;
    }

    /** Those of the site, and those that are gone as long as passes of theirs are in use. */
    List<LoginGroup> groups(Instant now) {
        Map<String, Integer> used = new HashMap<>();
        drawn.stream()
                .map(Drawn::pass)
                .filter(pass -> now.isBefore(pass.returns()))
                .forEach(pass -> used.merge(pass.group(), 1, Integer::sum));
        TreeSet<String> names = new TreeSet<>(used.keySet());
        names.addAll(rules.groups().keySet());
        return names.stream()
                .map(name -> new LoginGroup(name, rules.groups().getOrDefault(name, 0), used.getOrDefault(name, 0)))
                .toList();
    }

    /** Lets go of what is over. */
    void free(Instant now) {
        allocations.values().forEach(held -> held.values().removeIf(a -> !a.takesSeat(now)));
        drawn.removeIf(d -> !now.isBefore(d.pass().returns()));
    }

    private Map<AccessType, Allocation> of(User user) {
        return allocations.computeIfAbsent(user, first -> new EnumMap<>(AccessType.class));
    }

    void used(User user, AccessType type, Instant now) {
        allocations.computeIfPresent(user, (u, held) -> {
            held.computeIfPresent(type, (t, given) -> given.used(now));
            return held;
        });
    }

    void charge(Charge charge, User user, Instant now) {
        boolean unused = charge.fold(
                () -> true,
                byRule -> {
                    give(user, byRule.type(), Optional.of(byRule.rule()), now);
                    return true;
                },
                draw -> drawn.add(new Drawn(user, new LoginPass(draw.group(), now))),
                unit -> minutes.merge(Capacity.month(now), (long) Capacity.UNIT_MINUTES, Long::sum) > 0);
    }

    AllocationOutcome allocate(User user, AccessType type, Terms terms, Instant now) {
        free(now);
        Optional<Allocation> before =
                held(user).stream().filter(a -> a.type() == type).findFirst();
        if (before.isPresent() && before.get().state() != Allocation.State.QUARANTINED) {
            return AllocationOutcome.HELD_ALREADY;
        }
        int others = before.isPresent() ? given(type, now) - 1 : given(type, now);
        if (others >= terms.seats(type)) {
            return AllocationOutcome.POOL_EMPTY;
        }
        give(user, type, Optional.empty(), now);
        return before.isPresent() ? AllocationOutcome.REINSTATED : AllocationOutcome.ALLOCATED;
    }

    private void give(User user, AccessType type, Optional<String> rule, Instant now) {
        free(now);
        Allocation fresh =
                new Allocation(user, type, now, Optional.empty(), rule, Allocation.State.ALLOCATED, Optional.empty());
        allocations
                .computeIfAbsent(user, u -> new TreeMap<>())
                .merge(type, fresh, (old, added) -> old.as(Allocation.State.ALLOCATED));
        sync.changed(user, type, State.ALLOCATED, Optional.empty(), now);
    }

    Optional<Allocation> withdraw(User user, AccessType type, Terms terms, Quarantine quarantine, Instant now) {
        Optional<Allocation> found = held(user).stream()
                .filter(a -> a.type() == type && a.state() != Allocation.State.QUARANTINED)
                .findFirst();
        found.ifPresent(a -> of(user).remove(type));
        Optional<Allocation> kept =
                found.flatMap(a -> quarantine.until(a, terms, now).map(a::quarantined));
        kept.ifPresent(a -> of(user).put(type, a));
        if (found.isPresent()) {
            sync.changed(
                    user,
                    type,
                    kept.isPresent() ? State.QUARANTINED : State.WITHDRAWN,
                    kept.flatMap(Allocation::quarantinedUntil),
                    now);
        }
        return kept.or(() -> found);
    }

    boolean reinstate(User user, AccessType type, Terms terms, Instant now) {
        free(now);
        Optional<Allocation> found = held(user).stream()
                .filter(a -> a.type() == type && a.state() == Allocation.State.QUARANTINED)
                .filter(a -> given(type, now) <= terms.seats(type))
                .findFirst();
        found.ifPresent(a -> {
            of(user).put(type, a.as(Allocation.State.ALLOCATED));
            sync.changed(user, type, State.ALLOCATED, Optional.empty(), now);
        });
        return found.isPresent();
    }

    boolean apply(SiteRules wanted, Terms terms, Instant now) {
        free(now);
        SiteRules before = rules;
        int given = given(AccessType.USER_ACCESS_PASS, now);
        rules = wanted;
        int then = given(AccessType.USER_ACCESS_PASS, now);
        if (then > given && then > terms.tokens()) {
            rules = before;
            return false;
        }
        return true;
    }

    Comparator<Allocation> seatOrder() {
        return sync.order();
    }

    Adjustment adjust(Terms terms, Instant now) {
        free(now);
        Adjustment adjustment = Adjustment.of(all(), groups(now), terms, now, seatOrder());
        adjustment.changed().forEach(a -> of(a.user()).put(a.type(), a));
        adjustment.removed().forEach(a -> {
            of(a.user()).remove(a.type());
            sync.changed(a.user(), a.type(), State.WITHDRAWN, Optional.empty(), now);
        });
        Map<String, Integer> left = new TreeMap<>(rules.groups());
        left.keySet().removeAll(adjustment.groupsEnded());
        rules = new SiteRules(rules.rules(), left);
        drawn.removeIf(d -> adjustment.groupsEnded().contains(d.pass().group()));
        return adjustment;
    }
}
