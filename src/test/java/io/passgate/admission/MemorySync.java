package io.passgate.admission;

import io.passgate.admission.Assignments.Assignment;
import io.passgate.admission.Assignments.Change;
import io.passgate.admission.Assignments.Holder;
import io.passgate.admission.Assignments.Incoming;
import io.passgate.admission.Assignments.Minutes;
import io.passgate.admission.Assignments.Outgoing;
import io.passgate.admission.Assignments.Progress;
import io.passgate.admission.Assignments.State;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Allocation;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@link MemoryPasses} is still to tell the license backend, and what it knows of it. Guarded by its ledger's lock. */
final class MemorySync {

    private final List<Change> pending = new ArrayList<>();
    private final Map<Holder, Instant> marks = new HashMap<>();
    private final Map<YearMonth, Minutes> minutes = new HashMap<>();
    private String license = "";
    private long number;
    private long sent;
    private long acknowledged;
    private long revision;

    MemorySync copy() {
        MemorySync next = new MemorySync();
        next.pending.addAll(pending);
        next.marks.putAll(marks);
        next.minutes.putAll(minutes);
        next.license = license;
        next.number = number;
        next.sent = sent;
        next.acknowledged = acknowledged;
        next.revision = revision;
        return next;
    }

    void follow(String other, List<Allocation> all) {
        if (!other.equals(license)) {
            license = other;
            marks.clear();
            pending.clear();
            minutes.clear();
            anew(other.isEmpty() ? List.of() : all, 0);
        }
    }

    Progress progress() {
        return new Progress(license, number - acknowledged, revision);
    }

    long elsewhere(YearMonth month) {
        return Optional.ofNullable(minutes.get(month))
                .map(m -> m.everywhere() - m.here())
                .orElse(0L);
    }

    Comparator<Allocation> order() {
        return license.isEmpty()
                ? Allocation.MOST_RECENTLY_USED
                : Comparator.comparing(
                                (Allocation a) -> marks.getOrDefault(new Holder(a.user(), a.type()), a.allocated()))
                        .thenComparing(a -> a.user().written());
    }

    void changed(User user, AccessType type, State state, Optional<Instant> until, Instant now) {
        if (license.isEmpty()) {
            return;
        }
        Instant at = marks.merge(
                new Holder(user, type), now, (old, fresh) -> fresh.isAfter(old) ? fresh : old.plusNanos(1000));
        pending.add(new Change(++number, new Assignment(user, type, state, until, at)));
    }

    Outgoing outgoing(int most, Map<YearMonth, Long> used, YearMonth month) {
        List<Change> changes = pending.stream().limit(most).toList();
        changes.forEach(change -> sent = Math.max(sent, change.number()));
        List<Minutes> tell = Stream.concat(Stream.of(month), used.keySet().stream())
                .distinct()
                .sorted(Comparator.reverseOrder())
                .filter(m -> m.equals(month)
                        || used.getOrDefault(m, 0L)
                                > Optional.ofNullable(minutes.get(m))
                                        .map(Minutes::here)
                                        .orElse(0L))
                .map(m -> new Minutes(m, used.getOrDefault(m, 0L), used.getOrDefault(m, 0L) + elsewhere(m)))
                .toList();
        return new Outgoing(revision, changes, tell);
    }

    /** Whether one of the two was restored; then everything is told anew. */
    boolean restored(Incoming answer, List<Allocation> all) {
        answer.minutes().forEach(told -> minutes.put(told.month(), told));
        if (answer.acknowledged() > sent || answer.acknowledged() < acknowledged) {
            anew(all, answer.acknowledged());
            return true;
        }
        return false;
    }

    /** Those that are taken up. */
    List<Assignment> taken(Incoming answer) {
        acknowledged = answer.acknowledged();
        pending.removeIf(change -> change.number() <= acknowledged);
        List<Assignment> taken = answer.assignments().stream()
                .filter(told -> pending.stream()
                        .noneMatch(change -> holder(change.made()).equals(holder(told))))
                .toList();
        taken.forEach(told -> marks.put(holder(told), told.at()));
        revision = taken.size() < answer.assignments().size() ? answer.since() : answer.revision();
        return taken;
    }

    private void anew(List<Allocation> all, long after) {
        Map<Holder, Instant> gone = new HashMap<>(marks);
        pending.clear();
        number = after;
        for (Allocation allocation : all) {
            Instant at = marks.getOrDefault(new Holder(allocation.user(), allocation.type()), allocation.allocated());
            Assignment made = new Assignment(
                    allocation.user(),
                    allocation.type(),
                    allocation.quarantinedUntil().isPresent() ? State.QUARANTINED : State.ALLOCATED,
                    allocation.quarantinedUntil(),
                    at);
            gone.remove(holder(made));
            marks.put(holder(made), at);
            pending.add(new Change(++number, made));
        }
        gone.forEach((holder, at) -> pending.add(new Change(
                ++number, new Assignment(holder.user(), holder.type(), State.WITHDRAWN, Optional.empty(), at))));
        sent = after;
        acknowledged = after;
        revision = 0;
    }

    private static Holder holder(Assignment made) {
        return new Holder(made.user(), made.type());
    }
}
