package io.passgate.issuer;

import io.passgate.contract.Assignment;
import io.passgate.contract.AssignmentChange;
import io.passgate.contract.AssignmentState;
import io.passgate.contract.Consumption;
import io.passgate.contract.PoolUse;
import io.passgate.contract.SiteId;
import io.passgate.contract.SyncAnswer;
import io.passgate.contract.SyncRequest;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Who holds what under each license, and what is used of its minutes, as all sites together have told (design.md §5). A sync is
 * one transaction: sites that come at the same time are taken one after the other. Safe for use by many threads.
 *
 * <p>A revision is the time in microseconds, or one more than the last, so that one which a site was told does not come again with
 * other assignments when the database was restored from an older copy.
 */
final class AssignmentBook {
    /** How far ahead a site's clock may be before the time of its change is cut to that of this license backend. */
    private static final Duration AHEAD = Duration.ofMinutes(10);

    private static final String COLUMNS = "user, type, state, until, at, site, revision";

    private final IssuerStore store;

    AssignmentBook(IssuerStore store) {
        this.store = store;
    }

    /** An assignment with the revision of the license at which it came about. */
    private record Row(Assignment assignment, long revision) {}

    /** Takes up what a site tells and says what it does not know yet. */
    SyncAnswer sync(String license, SyncRequest request, Instant now) {
        return store.write(h -> {
            long acknowledged = apply(h, license, request, now);
            h.createUpdate("INSERT INTO site (license, site, acknowledged, seen_at, loosened)"
                            + " VALUES (:license, :site, :acknowledged, :now, :loosened) ON CONFLICT (license, site)"
                            + " DO UPDATE SET acknowledged = :acknowledged, seen_at = :now, loosened = :loosened")
                    .bind("license", license)
                    .bind("site", request.site().text())
                    .bind("acknowledged", acknowledged)
                    .bind("now", IssuerStore.micros(now))
                    .bind("loosened", String.join("\n", request.loosened()))
                    .execute();
            request.consumption().forEach(used -> consume(h, license, request.site(), used));
            List<Row> rows = since(h, license, request.since());
            List<Assignment> page =
                    SyncAnswer.fitting(rows.stream().map(Row::assignment).toList());
            boolean more = page.size() < rows.size();
            long revision = more ? rows.get(page.size() - 1).revision() : revision(h, license);
            return new SyncAnswer(
                    license,
                    request.site(),
                    request.nonce(),
                    now,
                    acknowledged,
                    revision,
                    more,
                    page,
                    pools(h, license, request, now));
        });
    }

    private static long apply(Handle h, String license, SyncRequest request, Instant now) {
        long last = h.createQuery("SELECT acknowledged FROM site WHERE license = :license AND site = :site")
                .bind("license", license)
                .bind("site", request.site().text())
                .mapTo(long.class)
                .findOne()
                .orElse(0L);
        for (AssignmentChange change : request.changes()) {
            if (change.number() > last + 1) {
                return last;
            }
            if (change.number() == last + 1) {
                put(h, license, change, request.site(), now);
                last = change.number();
            }
        }
        return last;
    }

    private static void put(Handle h, String license, AssignmentChange change, SiteId site, Instant now) {
        Optional<Assignment> before = h.createQuery("SELECT " + COLUMNS
                        + " FROM assignment WHERE license = :license AND user = :user AND type = :type")
                .bind("license", license)
                .bind("user", change.user().written())
                .bind("type", change.type().key())
                .map((row, context) -> row(row).assignment())
                .findOne();
        Optional<Assignment> own = before.filter(b -> b.site().equals(site));
        Assignment told = timely(change, site, own, now);
        boolean next =
                own.filter(b -> b.at().equals(told.at()) && !b.equals(told)).isPresent();
        if (before.isPresent() && !next && !told.winsOver(before.get())) {
            return;
        }
        h.createUpdate("UPDATE license SET revision = max(revision + 1, :now) WHERE number = :license")
                .bind("license", license)
                .bind("now", IssuerStore.micros(now))
                .execute();
        h.createUpdate("INSERT OR REPLACE INTO assignment (license, " + COLUMNS + ") VALUES (:license, :user, :type,"
                        + " :state, :until, :at, :site, (SELECT revision FROM license WHERE number = :license))")
                .bind("license", license)
                .bind("user", told.user().written())
                .bind("type", told.type().key())
                .bind("state", told.state().word())
                .bind("until", told.until().map(IssuerStore::micros))
                .bind("at", IssuerStore.micros(told.at()))
                .bind("site", told.site().text())
                .execute();
    }

    /** As {@code change} makes it; a time that is cut is not before that of {@code own}, what the same site made before. */
    private static Assignment timely(AssignmentChange change, SiteId site, Optional<Assignment> own, Instant now) {
        if (!change.at().isAfter(now.plus(AHEAD))) {
            return Assignment.of(change, site);
        }
        Instant latest = own.map(Assignment::at).filter(now::isBefore).orElse(now);
        return new Assignment(change.user(), change.type(), change.state(), change.until(), latest, site);
    }

    private static void consume(Handle h, String license, SiteId site, Consumption used) {
        h.createUpdate(
                        "INSERT INTO consumption (license, site, month, minutes) VALUES (:license, :site, :month,"
                                + " :minutes) ON CONFLICT (license, month, site) DO UPDATE SET minutes = max(minutes, :minutes)")
                .bind("license", license)
                .bind("site", site.text())
                .bind("month", used.month().toString())
                .bind("minutes", used.minutes())
                .execute();
    }

    private static List<PoolUse> pools(Handle h, String license, SyncRequest request, Instant now) {
        return Stream.concat(
                        request.consumption().stream().map(Consumption::month),
                        Stream.of(YearMonth.from(now.atZone(ZoneOffset.UTC))))
                .distinct()
                .sorted()
                .map(month -> h.createQuery("SELECT coalesce(sum(CASE WHEN site = :site THEN minutes END), 0) AS yours,"
                                + " coalesce(sum(minutes), 0) AS everybody FROM consumption"
                                + " WHERE license = :license AND month = :month")
                        .bind("site", request.site().text())
                        .bind("license", license)
                        .bind("month", month.toString())
                        .map((row, context) -> new PoolUse(month, row.getLong("yours"), row.getLong("everybody")))
                        .one())
                .toList();
    }

    private static long revision(Handle h, String license) {
        return h.createQuery("SELECT revision FROM license WHERE number = :license")
                .bind("license", license)
                .mapTo(long.class)
                .one();
    }

    private static List<Row> since(Handle h, String license, long since) {
        return h.createQuery("SELECT " + COLUMNS + " FROM assignment WHERE license = :license AND revision > :since"
                        + " ORDER BY revision LIMIT :limit")
                .bind("license", license)
                .bind("since", since)
                .bind("limit", SyncAnswer.MOST_ASSIGNMENTS + 1)
                .map((row, context) -> row(row))
                .list();
    }

    private static Row row(ResultSet row) throws SQLException {
        Optional<Instant> until = Optional.ofNullable(row.getObject("until"))
                .map(micros -> IssuerStore.instant(((Number) micros).longValue()));
        return new Row(
                new Assignment(
                        User.parse(row.getString("user")),
                        AccessType.of(row.getString("type")).orElseThrow(),
                        AssignmentState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                        until,
                        IssuerStore.instant(row.getLong("at")),
                        new SiteId(row.getString("site"))),
                row.getLong("revision"));
    }

    /** All assignments of a license, the last changed last. */
    List<Assignment> all(String license) {
        return store.read(
                h -> h.createQuery("SELECT " + COLUMNS + " FROM assignment WHERE license = :license ORDER BY revision")
                        .bind("license", license)
                        .map((row, context) -> row(row).assignment())
                        .list());
    }

    /** The sites that have synced under a license. */
    List<KnownSite> sites(String license) {
        return store.read(h -> h.createQuery("SELECT * FROM site WHERE license = :license ORDER BY site")
                .bind("license", license)
                .map((row, context) -> new KnownSite(
                        row.getString("site"),
                        row.getLong("acknowledged"),
                        IssuerStore.instant(row.getLong("seen_at")),
                        row.getString("loosened").lines().toList()))
                .list());
    }
}
