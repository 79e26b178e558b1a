package io.passgate.alerts;

import io.passgate.license.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Knows what has been told, so that a condition is told when it begins and, while it lasts or comes and goes, not again before the
 * set time is over. A change of the standing is told each time. Kept in memory: after a restart what still holds is told once more.
 * Safe for use by many threads.
 */
final class AlertBook {

    private final Duration repeat;
    private final Map<String, Instant> told = new HashMap<>();
    private Optional<Standing.State> standing = Optional.empty();
    private Instant standingTold = Instant.MIN;

    /** @param repeat how long a condition that lasts is not told again */
    AlertBook(Duration repeat) {
        this.repeat = repeat;
    }

    /**
     * To be told now.
     *
     * @param repeated whether it has been told before
     */
    record Due(Condition condition, boolean repeated) {}

    /** The license stands like that from {@code now} on. That a start finds it valid is no news. */
    synchronized Optional<Due> changed(Standing to, Instant now) {
        boolean news = standing.map(known -> known != to.state()).orElse(to.state() != Standing.State.VALID);
        standing = Optional.of(to.state());
        if (!news) {
            return Optional.empty();
        }
        standingTold = now;
        return Optional.of(new Due(Conditions.standing(to), false));
    }

    /** What of a situation is to be told now. */
    synchronized List<Due> look(Situation situation) {
        Instant now = situation.now();
        List<Due> due = new ArrayList<>();
        lasting(situation.license().standing(), now).ifPresent(due::add);
        for (Condition condition : Conditions.of(situation)) {
            Instant before = told.get(key(condition));
            if (before == null) {
                due.add(new Due(condition, false));
                told.put(key(condition), now);
            } else if (condition.event().repeats() && isOver(before, now)) {
                due.add(new Due(condition, true));
                told.put(key(condition), now);
            } else if (!condition.event().repeats()) {
                told.put(key(condition), now);
            }
        }
        Predicate<Instant> forgotten = at -> isOver(at, now);
        told.values().removeIf(forgotten);
        return due;
    }

    /** A license that does not stand well goes on so; a gate that starts without one never sees a change. */
    private Optional<Due> lasting(Standing now, Instant at) {
        if (standing.isEmpty()) {
            return changed(now, at);
        }
        boolean same = standing.get() == now.state() && now.state() != Standing.State.VALID;
        if (!same || !isOver(standingTold, at)) {
            return Optional.empty();
        }
        standingTold = at;
        return Optional.of(new Due(Conditions.standing(now), true));
    }

    private boolean isOver(Instant since, Instant now) {
        return !now.isBefore(since.plus(repeat));
    }

    private static String key(Condition condition) {
        return condition.event().word() + " " + condition.subject();
    }
}
