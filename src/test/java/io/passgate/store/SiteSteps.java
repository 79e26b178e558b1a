package io.passgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.admission.AdmittedSession;
import io.passgate.admission.Ledger;
import io.passgate.admission.Opening;
import io.passgate.admission.Records.AllocationOutcome;
import io.passgate.admission.Renewal;
import io.passgate.admission.SessionRecord;
import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Quarantine;
import io.passgate.property.Chance;
import io.passgate.session.Ending;
import io.passgate.session.Session;
import io.passgate.session.SessionId;
import io.passgate.store.SiteModel.Open;
import io.passgate.store.SiteModel.Pass;
import io.passgate.store.SiteModel.Seat;
import io.passgate.store.SiteModel.State;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What people and administrators do to one user or session: each does it to the ledger, judges the answer and tells the model. */
final class SiteSteps {

    /** How much later than its idle time a session that is not in memory may end. */
    static final Duration GRACE = Duration.ofHours(1);

    private final Chance chance;
    private final SqliteLedger ledger;
    private final SiteModel model;
    private final SiteWorld world;
    private final SiteVerdicts verdicts;
    private final Instant now;

    SiteSteps(Chance chance, SqliteLedger ledger, SiteModel model, SiteWorld world) {
        this.chance = chance;
        this.ledger = ledger;
        this.model = model;
        this.world = world;
        this.verdicts = new SiteVerdicts(model, world);
        this.now = world.now();
    }

    /** Asked for, and what to do with the answer: many may wait for one commit. */
    private record Asked<T>(CompletionStage<T> answer, Consumer<T> judge) {
        void await() {
            T value = SiteSteps.await(answer);
            judge.accept(value);
        }
    }

    private static <T> T await(CompletionStage<T> answer) {
        return answer.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }

    void open(User user) {
        asksToOpen(user).await();
    }

    private Asked<Opening.Outcome> asksToOpen(User user) {
        Opening opening = opening(user, new SessionId(uuid()), world.decide());
        return new Asked<>(ledger.open(opening), outcome -> verdicts.opened(opening, outcome));
    }

    /** One as a browser or a program makes it; the team of its user as told by now, or not told. */
    Opening opening(User user, SessionId id, Opening.Decide decide) {
        Opening plain = Openings.of(user, now, id, decide);
        List<SessionId> own = ids(model.of(user).stream().map(s -> s.getKey()).toList());
        Optional<SessionId> endFirst =
                !own.isEmpty() && chance.oneIn(4) ? Optional.of(chance.oneOf(own)) : Optional.empty();
        Optional<String> cookieLess = chance.oneIn(8) ? Optional.of("api of " + user) : Optional.empty();
        List<String> burst = List.of("tab " + chance.between(0, 9) + " of " + user);
        Attributes told = chance.oneIn(3)
                ? new Attributes(Map.of("group", List.of(chance.oneOf("red", "blue"))))
                : Attributes.NONE;
        return new Opening(
                plain.session(),
                plain.key(),
                uuid(),
                plain.facts(),
                told,
                new Opening.Joins(burst, cookieLess, now),
                endFirst,
                world.terms(),
                decide);
    }

    private String uuid() {
        return new UUID(drawn(), drawn()).toString();
    }

    private long drawn() {
        return chance.between(0, Integer.MAX_VALUE - 1);
    }

    /** Openings that break in the middle of being written, between others of one commit: nothing is left of them. */
    void broken(User user, User other) {
        List<SessionId> open = ids(List.copyOf(model.sessions.keySet()));
        SessionId taken = open.isEmpty() ? new SessionId(uuid()) : chance.oneOf(open);
        Opening nameless = opening(user, new SessionId(uuid()), (request, view) -> {
            throw new IllegalStateException("planted by the simulation");
        });
        Opening twice = opening(user, taken, world.decide());
        Asked<Opening.Outcome> before = asksToOpen(other);
        var fails = ledger.open(nameless).toCompletableFuture();
        var collides = ledger.open(twice).toCompletableFuture();
        before.await();
        assertThat(fails.handle((outcome, e) -> e instanceof IllegalStateException)
                        .orTimeout(60, TimeUnit.SECONDS)
                        .join())
                .as("what fails is told")
                .isTrue();
        Optional<Opening.Outcome> outcome = collides.handle((o, e) -> Optional.ofNullable(o))
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        outcome.ifPresentOrElse(o -> verdicts.opened(twice, o), () -> {
            assertThat(model.sessions).as("failed, for its name is taken").containsKey(taken);
            model.count("broken");
        });
    }

    /** Sixty-four at once that want the same user's slots, units and passes. */
    void race(User user) {
        List<Asked<?>> racing = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            List<SessionId> own =
                    ids(model.of(user).stream().map(s -> s.getKey()).toList());
            racing.add(
                    switch (own.isEmpty() ? 0 : chance.between(0, 5)) {
                        case 0, 1 -> asksToOpen(user);
                        case 2 -> asksToEnd(chance.oneOf(own));
                        default -> asksToRenew(chance.oneOf(own));
                    });
        }
        racing.forEach(Asked::await);
    }

    /** Many ask at once to have one session paid for. */
    void renew(SessionId id) {
        List<Asked<?>> racing = new ArrayList<>();
        int racers = chance.oneOf(1, 1, 2, 8);
        for (int i = 0; i < racers; i++) {
            racing.add(asksToRenew(id));
        }
        racing.forEach(Asked::await);
    }

    private Asked<Optional<Renewal.Outcome>> asksToRenew(SessionId id) {
        Renewal renewal = new Renewal(id, uuid(), "renewal of " + id, world.terms(), world.decide(), now);
        return new Asked<>(ledger.renew(renewal), outcome -> verdicts.renewed(id, outcome));
    }

    void end(SessionId id) {
        asksToEnd(id).await();
    }

    /** Opens as many sessions as there is room for, and signs out of one: where the limit was reached, its slot is held. */
    void fillAndLeave(User user) {
        allocate(user, AccessType.PROFESSIONAL);
        for (int i = 0; i <= Openings.LIMIT; i++) {
            open(user);
        }
        List<SessionId> own = ids(model.of(user).stream().map(s -> s.getKey()).toList());
        if (!own.isEmpty()) {
            asksToEnd(chance.oneOf(own), Ending.LOG_OUT).await();
        }
    }

    private Asked<Optional<SessionRecord>> asksToEnd(SessionId id) {
        return asksToEnd(id, chance.oneOf(Ending.values()));
    }

    private Asked<Optional<SessionRecord>> asksToEnd(SessionId id, Ending ending) {
        Ledger.HoldTerms hold = new Ledger.HoldTerms(world.limit(), Duration.ofMinutes(5));
        return new Asked<>(ledger.end(id, ending, hold, now), ended -> ended(id, ending, ended));
    }

    private void ended(SessionId id, Ending ending, Optional<SessionRecord> ended) {
        Optional<Open> open = Optional.ofNullable(model.sessions.get(id));
        assertThat(ended.isPresent()).as("ended once").isEqualTo(open.isPresent());
        open.ifPresent(session -> {
            boolean holds = List.of(Ending.LOG_OUT, Ending.USER_SWITCH, Ending.ADMINISTRATOR)
                    .contains(ending);
            int before = model.slots(session.user(), now);
            model.end(id);
            if (holds && !session.idle(now) && before >= world.limit()) {
                model.holds
                        .computeIfAbsent(session.user(), u -> new ArrayList<>())
                        .add(now.plusSeconds(300));
            }
        });
    }

    void ofUnknown() {
        SessionId nobody = new SessionId("nobody's");
        end(nobody);
        renew(nobody);
    }

    void active(SessionId id) {
        Optional<AdmittedSession> found = await(ledger.find(Openings.key(id)));
        Open open = model.session(id);
        assertThat(found).as("an open session is found").isPresent();
        assertThat(found.get().admits(now.toEpochMilli())).isEqualTo(!open.idle(now));
        assertThat(found.get().due(now.toEpochMilli())).isEqualTo(open.due(now));
        boolean comesBack = chance.oneIn(3);
        if (comesBack) {
            ledger.closeJoin(id, now.minusMillis(1));
            end(new SessionId("nobody's"));
        }
        Instant seen = open.idle(now) || open.due(now) ? open.seen() : now;
        found.get().active(seen.toEpochMilli());
        model.sessions.put(
                id, new Open(open.user(), open.type(), open.opened(), seen, open.paid(), open.closed() || comesBack));
    }

    void expire() {
        List<SessionRecord> ended = await(ledger.expire(now));
        ended.forEach(record -> {
            SessionId id = record.session().id();
            assertThat(model.session(id).idle(now)).as("%s is idle", id).isTrue();
            model.end(id);
        });
        assertThat(model.sessions.values())
                .as("what has been idle for long is gone")
                .noneMatch(s -> s.idle(now.minus(GRACE)));
        model.forget(now);
    }

    void allocate(User user, AccessType type) {
        AllocationOutcome expected = model.pass(user, type, now)
                .map(p -> p.state() != State.QUARANTINED
                        ? AllocationOutcome.HELD_ALREADY
                        : model.taken(type, now) <= world.terms().seats(type)
                                ? AllocationOutcome.REINSTATED
                                : AllocationOutcome.POOL_EMPTY)
                .orElse(
                        model.taken(type, now) < world.terms().seats(type)
                                ? AllocationOutcome.ALLOCATED
                                : AllocationOutcome.POOL_EMPTY);
        assertThat(ledger.records().allocate(user, type, world.terms(), now)).isEqualTo(expected);
        if (expected == AllocationOutcome.ALLOCATED || expected == AllocationOutcome.REINSTATED) {
            model.give(user, type, now);
        }
    }

    void withdraw(User user, AccessType type) {
        Quarantine policy = chance.oneOf(Quarantine.values());
        Optional<Pass> held =
                Optional.ofNullable(model.passes.get(new Seat(user, type))).filter(p -> p.state() != State.QUARANTINED);
        boolean applies = policy == Quarantine.ALWAYS
                || type == AccessType.USER_ACCESS_PASS
                || world.terms().form() == io.passgate.license.Terms.Form.LICENSE_ENABLER_FILE;
        Optional<Instant> until = held.flatMap(Pass::used)
                .filter(used -> applies)
                .map(used -> LocalDate.ofInstant(used, ZoneOffset.UTC)
                        .plusDays(8)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant())
                .filter(now::isBefore);
        assertThat(ledger.records()
                        .withdraw(user, type, world.terms(), policy, now)
                        .isPresent())
                .isEqualTo(held.isPresent());
        held.ifPresent(p -> {
            if (until.isPresent()) {
                model.passes.put(new Seat(user, type), p.as(State.QUARANTINED, until));
            } else {
                model.passes.remove(new Seat(user, type));
            }
        });
    }

    void reinstate(User user, AccessType type) {
        boolean back = model.pass(user, type, now)
                .filter(p -> p.state() == State.QUARANTINED)
                .filter(p -> model.taken(type, now) <= world.terms().seats(type))
                .isPresent();
        assertThat(ledger.records().reinstate(user, type, world.terms(), now)).isEqualTo(back);
        if (back) {
            model.give(user, type, now);
        }
    }

    void setActive(User user, boolean active) {
        ledger.records().setActive(user, active, now);
        if (active) {
            model.inactive.remove(user);
        } else {
            model.inactive.add(user);
        }
    }

    /** What the ledger tells of itself is what the model says. */
    void look(User user) {
        assertThat(ledger.records().sessions(user).stream()
                        .map(SessionRecord::session)
                        .map(Session::id)
                        .toList())
                .containsExactlyInAnyOrderElementsOf(
                        model.of(user).stream().map(s -> s.getKey()).toList());
        var stock = ledger.records().stock(world.terms(), now);
        AccessType.ALLOCATED.forEach(type ->
                assertThat(stock.pool(type).allocated()).as("%s taken", type).isEqualTo(model.taken(type, now)));
        assertThat(stock.minutesUsed()).isEqualTo(6L * model.units.getOrDefault(SiteModel.month(now), 0));
        stock.groups().forEach(g -> assertThat(g.used()).isEqualTo(model.used(g.name(), now)));
    }

    private static List<SessionId> ids(List<SessionId> ids) {
        return ids.stream().sorted(Comparator.comparing(SessionId::value)).toList();
    }
}
