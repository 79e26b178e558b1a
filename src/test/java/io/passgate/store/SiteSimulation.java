package io.passgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.admission.SiteRules;
import io.passgate.decision.AtLimit;
import io.passgate.decision.Policy;
import io.passgate.identity.User;
import io.passgate.license.AccessRule;
import io.passgate.license.AccessRules;
import io.passgate.license.AccessType;
import io.passgate.license.Condition;
import io.passgate.license.Grant;
import io.passgate.license.RuleSyntaxException;
import io.passgate.license.Standing;
import io.passgate.license.Terms;
import io.passgate.license.TestTerms;
import io.passgate.property.Chance;
import io.passgate.session.SessionId;
import io.passgate.store.SiteChecks.Dump;
import io.passgate.store.SiteModel.Open;
import io.passgate.store.SiteModel.Rule;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A site lives for some months of moved time: its people come and go, its rules and license change, and now and then it crashes
 * in the middle of a write. After every step the ledger is held against the model. Everything is drawn from one seed.
 */
final class SiteSimulation implements AutoCloseable {

    private static final int USERS = 200;
    private static final int REOPENED_EVERY = 40;

    private final Chance chance;
    private final SiteFile file;
    private final List<User> users;
    private SiteModel model = new SiteModel();
    private Instant now = Openings.START;
    private Terms terms = TestTerms.of(20, 20, 20);
    private Policy policy = SiteWorld.enforced(3, AtLimit.REFUSE);
    private Standing standing = SiteWorld.VALID;
    private Dump last;
    private int steps;
    private boolean closed;

    SiteSimulation(Chance chance, Path directory) throws IOException, SQLException {
        this.chance = chance;
        this.file = new SiteFile(directory);
        this.last = file.dump();
        this.users = IntStream.range(0, USERS)
                .mapToObj(i -> i == 0
                        ? SiteWorld.EXEMPT
                        : i % 20 == 0
                                ? User.anonymous(String.valueOf(i))
                                : User.parse("CORP\\" + "abcd".charAt(i % 4) + i))
                .toList();
    }

    void run(int steps) throws IOException, SQLException {
        changeRules();
        last = file.dump();
        for (int i = 0; i < steps; i++) {
            now = now.plusMillis(1 + passes().toMillis());
            if (world().shut().isPresent() && chance.oneIn(6)) {
                standing = SiteWorld.VALID;
            }
            try {
                step();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("step " + i + " at " + now + ": " + e.getMessage(), e);
            }
        }
        System.out.println("site: " + steps + " steps until " + now + ", " + model.happened);
    }

    /** Mostly a moment, now and then as long as it takes passes to return. */
    private Duration passes() {
        boolean leap = chance.oneIn(closed ? 3 : 80);
        closed &= !leap;
        return leap
                ? Duration.ofDays(29)
                : chance.upTo(chance.oneOf(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(40),
                        Duration.ofHours(chance.oneIn(4) ? 100 : 2)));
    }

    private void step() throws IOException, SQLException {
        SiteModel before = model.copy();
        SiteFile.Mark mark = file.mark();
        long refused = model.denied - model.shadowed;
        int kind = chance.between(0, 99);
        act(kind);
        Dump after = file.dump();
        SiteChecks.consistent(after);
        SiteChecks.agrees(after, model, now);
        terms(last, after);
        if (kind < 28 && model.denied - model.shadowed > refused) {
            assertThat(after.withoutDenials()).as("a refusal changes nothing").isEqualTo(last.withoutDenials());
        }
        boolean somebodyGotIn = model.sessions.size() > before.sessions.size();
        if (chance.oneIn(somebodyGotIn ? 3 : 12)) {
            crash(mark, before, after, oneWrite(kind));
        } else {
            last = after;
        }
        if (chance.oneIn(25)) {
            storm();
        }
        if (++steps % REOPENED_EVERY == 0) {
            file.reopen();
            last = file.dump();
            assertThat(seen(last)).as("last activity is written at the end").isEqualTo(modelSeen());
        }
    }

    private static boolean oneWrite(int kind) {
        return kind < 28 || (kind >= 65 && kind < 96);
    }

    private void act(int kind) {
        SiteSteps steps = new SiteSteps(chance, file.ledger(), model, world());
        User user = chance.oneIn(2) ? users.get(chance.between(0, 7)) : chance.oneOf(users);
        AccessType type = chance.oneOf(AccessType.ALLOCATED);
        List<SessionId> open = model.sessions.keySet().stream()
                .sorted(Comparator.comparing(SessionId::value))
                .toList();
        if (kind < 28) {
            steps.open(user);
        } else if (kind < 30) {
            standing = SiteWorld.drawnStanding(chance, now);
        } else if (kind < 32) {
            steps.broken(user, chance.oneOf(users));
        } else if (kind < 33) {
            steps.race(user);
        } else if (kind < 37) {
            steps.fillAndLeave(user);
        } else if (kind < 56) {
            open.stream()
                    .skip(open.isEmpty() ? 0 : chance.between(0, open.size() - 1))
                    .findFirst()
                    .ifPresentOrElse(id -> onSession(steps, kind, id), steps::ofUnknown);
        } else if (kind < 62) {
            steps.expire();
        } else if (kind < 65) {
            steps.look(user);
        } else if (kind < 73) {
            steps.allocate(user, type);
        } else if (kind < 84) {
            given(type).ifPresent(holder -> onHolder(steps, kind, holder, type));
        } else if (kind < 88) {
            steps.setActive(user, model.inactive.contains(user) || chance.oneIn(3));
        } else if (kind < 92) {
            if (!model.draws.isEmpty() && !chance.oneIn(3)) {
                closeGroups();
            } else {
                changeRules();
            }
        } else if (kind < 96) {
            adjust();
        } else {
            changeTerms();
        }
    }

    private static void onSession(SiteSteps steps, int kind, SessionId id) {
        if (kind < 42) {
            steps.active(id);
        } else if (kind < 49) {
            steps.renew(id);
        } else {
            steps.end(id);
        }
    }

    private static void onHolder(SiteSteps steps, int kind, User holder, AccessType type) {
        if (kind < 80) {
            steps.withdraw(holder, type);
        } else {
            steps.reinstate(holder, type);
        }
    }

    private Optional<User> given(AccessType type) {
        List<User> holders = model.passes.keySet().stream()
                .filter(seat -> seat.type() == type)
                .map(SiteModel.Seat::user)
                .sorted(Comparator.comparing(User::written))
                .toList();
        return holders.isEmpty() ? Optional.empty() : Optional.of(chance.oneOf(holders));
    }

    private SiteWorld world() {
        return new SiteWorld(now, terms.at(now), policy, standing);
    }

    private void changeTerms() {
        terms = TestTerms.of(chance.between(0, 40), chance.between(0, 40), chance.between(0, 30));
        terms = TestTerms.capacity(terms, chance.oneOf(0, 30, 300, 3000), chance.oneOf(0, 0, 12, -1));
        if (chance.oneIn(2)) {
            terms = TestTerms.enablerFile(terms);
        }
        if (chance.oneIn(4)) {
            terms = TestTerms.converting(terms, now.plus(chance.upTo(Duration.ofDays(20))));
        }
        policy = SiteWorld.drawnPolicy(chance, now);
        adjust();
    }

    private void adjust() {
        file.ledger().records().adjust(terms.at(now), now);
        model.adjust(terms.at(now), now);
    }

    private void changeRules() {
        List<Rule> rules = new ArrayList<>();
        Map<String, Integer> groups = new TreeMap<>();
        int many = chance.between(0, 5);
        for (int i = 0; i < many; i++) {
            AccessType type = chance.oneOf(
                    AccessType.PROFESSIONAL,
                    AccessType.ANALYZER,
                    AccessType.USER_ACCESS_PASS,
                    AccessType.LOGIN_ACCESS_PASS,
                    AccessType.LOGIN_ACCESS_PASS,
                    AccessType.ANALYZER_CAPACITY,
                    AccessType.ANALYZER_CAPACITY);
            String group = type == AccessType.LOGIN_ACCESS_PASS ? chance.oneOf("east", "west") : "";
            String team = chance.oneIn(3) ? chance.oneOf("red", "blue") : "";
            rules.add(new Rule("rule " + i, type, group, chance.oneOf("a", "b", "c", "d", "anonymous", ""), team));
        }
        if (chance.oneIn(2)) {
            rules.add(new Rule("open house", AccessType.LOGIN_ACCESS_PASS, "east", "", ""));
        }
        for (String group : List.of("east", "west")) {
            if (!chance.oneIn(3)) {
                groups.put(group, chance.between(0, 8));
            }
        }
        apply(rules, groups);
    }

    /** Groups are closed while passes of them are in use: their tokens come back as the passes do. */
    private void closeGroups() {
        apply(List.copyOf(model.rules), Map.of());
        closed = true;
    }

    private void apply(List<Rule> rules, Map<String, Integer> groups) {
        Terms at = terms.at(now);
        SiteModel wanted = model.copy();
        wanted.groups.clear();
        wanted.groups.putAll(groups);
        int more = wanted.tokensHeld(now) - model.tokensHeld(now);
        boolean room = more <= 0 || model.taken(AccessType.USER_ACCESS_PASS, now) + more <= at.tokens();
        AccessRules stored =
                new AccessRules(rules.stream().map(SiteSimulation::stored).toList());
        assertThat(file.ledger().records().apply(new SiteRules(stored, groups), at, now))
                .as("%s more tokens", more)
                .isEqualTo(room);
        if (room) {
            model.groups.clear();
            model.groups.putAll(groups);
            model.rules.clear();
            model.rules.addAll(rules);
        }
    }

    private static AccessRule stored(Rule rule) {
        try {
            return new AccessRule(
                    rule.name(),
                    new Grant(rule.type(), rule.group()),
                    Condition.parse("user.userId like \"" + rule.prefix() + "*\""
                            + (rule.team().isEmpty() ? "" : " and user.group=\"" + rule.team() + "\"")));
        } catch (RuleSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Seats taken never grow beyond the terms, what a smaller license left over only gets less; no more admit than it grants. */
    private void terms(Dump before, Dump after) {
        Map<String, Integer> had = new TreeMap<>();
        before.rows("pools").forEach(row -> had.put(row[0], Integer.parseInt(row[1])));
        after.rows("pools").forEach(row -> {
            int seats = terms.at(now).seats(AccessType.of(row[0]).orElseThrow());
            assertThat(Integer.parseInt(row[1]))
                    .as("%s given out, of %s", row[0], seats)
                    .isLessThanOrEqualTo(Math.max(seats, had.getOrDefault(row[0], 0)));
        });
        for (AccessType type : List.of(AccessType.PROFESSIONAL, AccessType.ANALYZER)) {
            assertThat(after.admitting(type)).as("%s that admit", type).isLessThanOrEqualTo(terms.seats(type));
        }
    }

    /** Several callers at once, on a copy: the site itself goes on as the seed says. */
    private void storm() throws IOException, SQLException {
        SiteModel stormy = model.copy();
        try (SiteFile copy = file.copy()) {
            Dump before = copy.dump();
            forgetActivity(stormy, before);
            SiteSteps steps = new SiteSteps(chance, copy.ledger(), stormy, world());
            SiteStorm storm = new SiteStorm();
            for (int i = 0; i < 40; i++) {
                SessionId id = new SessionId("storm-" + i);
                storm.add(steps.opening(users.get(chance.between(0, 11)), id, storm.decide(id, world())));
            }
            storm.rage(copy.ledger(), new SiteVerdicts(stormy, world()));
            Dump after = copy.dump();
            SiteChecks.consistent(after);
            SiteChecks.agrees(after, stormy, now);
            terms(before, after);
        }
        model.count("storm");
    }

    /** What two lives have in common when they are the same. */
    String life() {
        return now + " " + model.happened + " " + last.tables();
    }

    /** A crash while the step was written: it was, or it was not, and nothing in between. Half the sites go on from there. */
    private void crash(SiteFile.Mark mark, SiteModel before, Dump after, boolean oneWrite)
            throws IOException, SQLException {
        Dump then = last;
        last = after;
        if (!file.onlyLogGrew(mark)) {
            return;
        }
        try (SiteFile copy = file.crashed(mark, chance)) {
            Dump found = copy.dump();
            SiteChecks.consistent(found);
            if (!oneWrite) {
                return;
            }
            assertThat(found).as("the state before or after the step").isIn(then, after);
            if (chance.oneIn(2)) {
                model = found.equals(after) ? model : before;
                model.count(found.equals(after) ? "crash after" : "crash before");
                file.goOnAs(copy);
                last = file.dump();
                forgetActivity(model, last);
            }
        }
    }

    /** What had not been written of last activity is gone. */
    private static void forgetActivity(SiteModel model, Dump found) {
        seen(found)
                .forEach((id, seen) -> model.sessions.computeIfPresent(
                        id,
                        (same, s) -> new Open(s.user(), s.type(), s.opened(), instant(seen), s.paid(), s.closed())));
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, java.time.temporal.ChronoUnit.MICROS);
    }

    private static Map<SessionId, Long> seen(Dump dump) {
        Map<SessionId, Long> seen = new TreeMap<>(Comparator.comparing(SessionId::value));
        dump.rows("seen").forEach(row -> seen.put(new SessionId(row[0]), Long.parseLong(row[1])));
        return seen;
    }

    private Map<SessionId, Long> modelSeen() {
        Map<SessionId, Long> seen = new TreeMap<>(Comparator.comparing(SessionId::value));
        model.sessions.forEach((id, s) -> seen.put(id, Times.micros(s.seen())));
        return seen;
    }

    @Override
    public void close() throws SQLException {
        file.close();
    }
}
