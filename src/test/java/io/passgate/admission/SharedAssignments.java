package io.passgate.admission;

import io.passgate.admission.Assignments.Assignment;
import io.passgate.admission.Assignments.Change;
import io.passgate.admission.Assignments.Holder;
import io.passgate.admission.Assignments.Incoming;
import io.passgate.admission.Assignments.Minutes;
import io.passgate.admission.Assignments.Outgoing;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an honest license backend holds for one license: a double for tests, without a wire. Of two changes of the same the later
 * wins, at equal times that of the greater site. Safe for use by many threads.
 */
public final class SharedAssignments {

    private final Map<Holder, Row> rows = new HashMap<>();
    private final Map<String, Long> last = new HashMap<>();
    private final Map<YearMonth, Map<String, Long>> used = new HashMap<>();
    private long revision;

    private record Row(Assignment made, String site, long revision) {}

    /** Takes what {@code site} tells, and answers. */
    public synchronized Incoming sync(String site, Outgoing told) {
        return sync(site, told, Integer.MAX_VALUE);
    }

    /**
     * The same, with so many assignments at the most; whether there are more is seen by asking again.
     */
    public synchronized Incoming sync(String site, Outgoing told, int most) {
        told.changes().forEach(change -> take(site, change));
        told.minutes().forEach(m -> used.computeIfAbsent(m.month(), first -> new HashMap<>())
                .merge(site, m.here(), Math::max));
        List<Row> fresh = rows.values().stream()
                .filter(row -> row.revision() > told.since())
                .sorted(Comparator.comparing(Row::revision))
                .limit(most)
                .toList();
        return new Incoming(
                told.since(),
                last.getOrDefault(site, 0L),
                fresh.isEmpty()
                        ? Math.max(told.since(), revision)
                        : fresh.get(fresh.size() - 1).revision(),
                fresh.stream().map(Row::made).toList(),
                told.minutes().stream().map(m -> minutes(site, m.month())).toList());
    }

    /** As it is now, as of a copy of it. */
    public synchronized SharedAssignments copy() {
        SharedAssignments copy = new SharedAssignments();
        copy.rows.putAll(rows);
        copy.last.putAll(last);
        used.forEach((month, bySite) -> copy.used.put(month, new HashMap<>(bySite)));
        copy.revision = revision;
        return copy;
    }

    /** The revision of now. */
    public synchronized long revision() {
        return revision;
    }

    private Minutes minutes(String site, YearMonth month) {
        Map<String, Long> bySite = used.getOrDefault(month, Map.of());
        return new Minutes(
                month,
                bySite.getOrDefault(site, 0L),
                bySite.values().stream().mapToLong(Long::longValue).sum());
    }

    private void take(String site, Change change) {
        if (change.number() != last.getOrDefault(site, 0L) + 1) {
            return;
        }
        last.put(site, change.number());
        Assignment made = change.made();
        rows.compute(
                new Holder(made.user(), made.type()),
                (holder, row) -> row == null || isLater(made, site, row) ? new Row(made, site, ++revision) : row);
    }

    private static boolean isLater(Assignment made, String site, Row row) {
        int order = made.at().compareTo(row.made().at());
        return order > 0 || (order == 0 && site.compareTo(row.site()) > 0);
    }
}
