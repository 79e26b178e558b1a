package io.passgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.store.SiteModel.Pass;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the tables of a ledger as they lie there, and holds them against each other and against the model. */
final class SiteChecks implements AutoCloseable {

    private static final Map<String, String> TABLES = Map.ofEntries(
            Map.entry("users", "SELECT name, active FROM users"),
            Map.entry("attributes", "SELECT name, attributes FROM users WHERE attributes <> '{}'"),
            Map.entry("pools", "SELECT access_type, allocated FROM pools"),
            Map.entry(
                    "allocations",
                    "SELECT user_name, access_type, state, quarantined_until, last_used, allocated FROM allocations"),
            Map.entry("sessions", "SELECT id, user_name, access_type, paid_until FROM sessions"),
            Map.entry("seen", "SELECT id, last_seen FROM sessions"),
            Map.entry("joins", "SELECT join_key, burst, session_id FROM joins"),
            Map.entry("holds", "SELECT user_name, until FROM holds"),
            Map.entry("login_groups", "SELECT name, tokens, used, deleted FROM login_groups"),
            Map.entry("login_passes", "SELECT user_name, group_name, drawn FROM login_passes"),
            Map.entry("capacity", "SELECT month, minutes_used FROM capacity"),
            Map.entry("rules", "SELECT name, access_type, login_group, condition FROM access_rules"),
            Map.entry("usage", "SELECT count(*) FROM usage"),
            Map.entry("denied", "SELECT coalesce(sum(times), 0) FROM denied_access"));

    private final Db db;

    private SiteChecks(Db db) {
        this.db = db;
    }

    /** Of the ledger in that file. */
    static SiteChecks of(Path file) throws SQLException {
        return new SiteChecks(
                new LedgerFile(new StoreSettings("sqlite:" + file, StoreSettings.Synchronous.NORMAL)).reading());
    }

    /** Rows by table, each in order, columns parted by a bar. */
    record Dump(Map<String, List<String>> tables) {

        Stream<String[]> rows(String table) {
            return tables.getOrDefault(table, List.of()).stream().map(row -> row.split("\\|", -1));
        }

        long admitting(AccessType type) {
            return rows("allocations")
                    .filter(row -> row[1].equals(type.key()) && row[2].equals("allocated"))
                    .count();
        }

        long number(String table) {
            return Long.parseLong(tables.getOrDefault(table, List.of()).get(0));
        }

        /** What a refusal may not change: users it may make, denied access it records. */
        Map<String, List<String>> withoutDenials() {
            Map<String, List<String>> rest = new TreeMap<>(tables);
            rest.remove("denied");
            rest.remove("users");
            rest.remove("attributes");
            return rest;
        }
    }

    Dump dump() throws SQLException {
        Map<String, List<String>> tables = new TreeMap<>();
        for (Map.Entry<String, String> table : TABLES.entrySet()) {
            tables.put(
                    table.getKey(),
                    db.list(table.getValue(), SiteChecks::row).stream().sorted().toList());
        }
        db.rollback();
        return new Dump(tables);
    }

    private static String row(ResultSet row) throws SQLException {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            text.append(i > 1 ? "|" : "")
                    .append(Optional.ofNullable(row.getString(i)).orElse(""));
        }
        return text.toString();
    }

    @Override
    public void close() throws SQLException {
        db.close();
    }

    /** What must hold of the tables whatever happened: every count is the count of its rows. */
    static void consistent(Dump dump) {
        Map<String, Long> taken = new HashMap<>();
        dump.rows("allocations").forEach(row -> taken.merge(row[1], 1L, Long::sum));
        Map<String, Long> drawn = new HashMap<>();
        dump.rows("login_passes").forEach(row -> drawn.merge(row[1], 1L, Long::sum));
        dump.rows("login_groups").forEach(row -> {
            long used = Long.parseLong(row[2]);
            assertThat(used).as("passes drawn from %s", row[0]).isEqualTo(drawn.getOrDefault(row[0], 0L));
            taken.merge(
                    AccessType.USER_ACCESS_PASS.key(), Math.max(Long.parseLong(row[1]), (used + 9) / 10), Long::sum);
        });
        Map<String, Long> pools = new HashMap<>();
        dump.rows("pools").forEach(row -> pools.put(row[0], Long.parseLong(row[1])));
        AccessType.ALLOCATED.forEach(type -> assertThat(pools.getOrDefault(type.key(), 0L))
                .as("seats of %s taken, against allocations and tokens held", type)
                .isEqualTo(taken.getOrDefault(type.key(), 0L)));
        dump.rows("capacity")
                .forEach(row -> assertThat(Long.parseLong(row[1]) % 6).isZero());
    }

    /** The tables at {@code now} are what the model says. */
    static void agrees(Dump dump, SiteModel model, Instant now) {
        same(
                "sessions",
                dump.rows("sessions").map(row -> String.join("|", row)),
                model.sessions.entrySet().stream()
                        .map(s -> s.getKey() + "|" + Users.name(s.getValue().user()) + "|"
                                + s.getValue().type().key() + "|"
                                + micros(s.getValue().paid())));
        same(
                "allocations",
                dump.rows("allocations").filter(row -> later(row[3], now)).map(row -> String.join("|", row)),
                model.passes.entrySet().stream()
                        .filter(p -> p.getValue().stands(now))
                        .map(p -> Users.name(p.getKey().user()) + "|"
                                + p.getKey().type().key() + "|" + pass(p.getValue())));
        same(
                "holds",
                dump.rows("holds").filter(row -> later(row[1], now)).map(row -> String.join("|", row)),
                model.holds.keySet().stream().flatMap(user -> model.heldUntil(user, now)
                        .map(until -> Users.name(user) + "|" + Times.micros(until))));
        Instant month = now.minus(Duration.ofDays(28));
        same(
                "login passes",
                dump.rows("login_passes").filter(row -> later(row[2], month)).map(row -> String.join("|", row)),
                model.draws.stream()
                        .filter(d -> d.inUse(now))
                        .map(d -> Users.name(d.user()) + "|" + d.group() + "|" + Times.micros(d.at())));
        same(
                "login access groups",
                dump.rows("login_groups").filter(row -> row[3].equals("0")).map(row -> row[0] + "|" + row[1]),
                model.groups.entrySet().stream().map(g -> g.getKey() + "|" + g.getValue()));
        same(
                "minutes",
                dump.rows("capacity").filter(row -> !row[1].equals("0")).map(row -> row[0] + "|" + row[1]),
                model.units.entrySet().stream().map(u -> u.getKey() + "|" + 6 * u.getValue()));
        same(
                "inactive users",
                dump.rows("users").filter(row -> row[1].equals("0")).map(row -> row[0]),
                model.inactive.stream().map(Users::name));
        same(
                "attributes",
                dump.rows("attributes").map(row -> String.join("|", row)),
                model.teams.entrySet().stream()
                        .map(t -> Users.name(t.getKey()) + "|{\"group\":[\"" + t.getValue() + "\"]}"));
        same(
                "rules",
                dump.rows("rules").map(row -> row[0] + "|" + row[1] + "|" + row[2]),
                model.rules.stream().map(r -> r.name() + "|" + r.type().key() + "|" + r.group()));
        assertThat(dump.number("usage")).as("usage that is over").isEqualTo(model.ended);
        assertThat(dump.number("denied")).as("refusals recorded").isEqualTo(model.denied);
        users(model).stream().filter(user -> !model.beyond.contains(user)).forEach(user -> assertThat(
                        model.slots(user, now))
                .as("sessions and holds of %s", user)
                .isLessThanOrEqualTo(Openings.LIMIT));
    }

    private static Collection<User> users(SiteModel model) {
        return Stream.concat(
                        model.holds.keySet().stream(),
                        model.sessions.values().stream().map(SiteModel.Open::user))
                .distinct()
                .toList();
    }

    private static String pass(Pass pass) {
        return pass.state().name().toLowerCase(java.util.Locale.ROOT) + "|" + micros(pass.until()) + "|"
                + micros(pass.used()) + "|" + Times.micros(pass.given());
    }

    private static boolean later(String micros, Instant than) {
        return micros.isEmpty() || Long.parseLong(micros) > Times.micros(than);
    }

    private static String micros(Optional<Instant> at) {
        return at.map(i -> String.valueOf(Times.micros(i))).orElse("");
    }

    private static void same(String what, Stream<String> ledger, Stream<String> model) {
        assertThat(ledger.sorted().toList()).as(what).isEqualTo(model.sorted().toList());
    }
}
