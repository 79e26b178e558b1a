package io.passgate.license;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What a change of terms does to what is given out (domain.md §1.5): professional and analyzer access passes beyond the new number
 * become excess, those last in an order, and come back when there is room; tokens that were converted end their user
 * access passes and login access groups. Tokens that merely become fewer change nothing that is given out. Immutable.
 *
 * @param changed allocations in their new state
 * @param removed allocations that are gone
 * @param groupsEnded login access groups that are gone
 */
public record Adjustment(List<Allocation> changed, List<Allocation> removed, List<String> groupsEnded) {

    /** Copies. */
    public Adjustment {
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
        groupsEnded = List.copyOf(groupsEnded);
    }

    /** Whether nothing changes. */
    public boolean isEmpty() {
        return changed.isEmpty() && removed.isEmpty() && groupsEnded.isEmpty();
    }

    /**
     * What {@code terms}, as they are at {@code now}, do to all allocations and groups. Doing it twice changes nothing more.
     *
     * @param order who keeps a seat first where there are too few
     */
    public static Adjustment of(
            Collection<Allocation> all,
            Collection<LoginGroup> groups,
            Terms terms,
            Instant now,
            Comparator<Allocation> order) {
        List<Allocation> changed = new ArrayList<>();
        for (AccessType type : List.of(AccessType.PROFESSIONAL, AccessType.ANALYZER)) {
            List<Allocation> live = all.stream()
                    .filter(a -> a.type() == type && a.state() != Allocation.State.QUARANTINED)
                    .sorted(order)
                    .toList();
            for (int i = 0; i < live.size(); i++) {
                Allocation.State state = i < terms.seats(type) ? Allocation.State.ALLOCATED : Allocation.State.EXCESS;
                if (live.get(i).state() != state) {
                    changed.add(live.get(i).as(state));
                }
            }
        }
        boolean converted = terms.conversion().map(date -> !now.isBefore(date)).orElse(false);
        if (!converted) {
            return new Adjustment(changed, List.of(), List.of());
        }
        return new Adjustment(
                changed,
                all.stream()
                        .filter(a -> a.type() == AccessType.USER_ACCESS_PASS)
                        .toList(),
                groups.stream().map(LoginGroup::name).toList());
    }
}
