package io.passgate.admission;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.passgate.decision.Charge;
import io.passgate.decision.Explanation;
import io.passgate.decision.LedgerView;
import io.passgate.decision.Paid;
import io.passgate.decision.Request;
import io.passgate.decision.Verdict;
import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Adjustment;
import io.passgate.license.Allocation;
import io.passgate.license.Quarantine;
import io.passgate.license.Terms;
import io.passgate.session.Ending;
import io.passgate.session.Hold;
import io.passgate.session.Session;
import io.passgate.session.SessionId;
import io.passgate.session.UserSessions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * A ledger that forgets when the process ends: for tests of what stands on a ledger. One lock is its transaction; every stage
 * it returns is complete. Keeps {@link LedgerContract}. Safe for use by many threads.
 */
public final class MemoryLedger implements Ledger, Records, Assignments {

    private final Map<SessionId, Row> rows = new HashMap<>();
    private final Map<SessionKey, SessionId> keys = new HashMap<>();
    private final Map<String, SessionId> burst = new HashMap<>();
    private final Map<String, SessionId> cookieLess = new HashMap<>();
    private final Map<User, List<Hold>> holds = new HashMap<>();
    private final MemoryUsers seen = new MemoryUsers();
    private final MemoryDenials denials = new MemoryDenials();
    private MemoryPasses passes = new MemoryPasses();

    private record Row(SessionRecord record, SessionKey key, AdmittedSession live, Optional<Instant> joinClosed) {

        Session session() {
            return record.session().seen(Instant.ofEpochMilli(live.lastSeenMillis()));
        }

        Request.Current current() {
            return new Request.Current(session().id(), record.accessType());
        }
    }

    /** The same rows as a process that starts anew finds them: nothing of the request path is in memory. */
    public synchronized MemoryLedger restarted() {
        MemoryLedger next = new MemoryLedger();
        rows.forEach((id, row) -> next.rows.put(
                id,
                new Row(
                        atRest(row),
                        row.key(),
                        new AdmittedSession(
                                row.session(),
                                row.record().accessType(),
                                row.joinClosed().isPresent()),
                        row.joinClosed())));
        next.keys.putAll(keys);
        next.burst.putAll(burst);
        next.cookieLess.putAll(cookieLess);
        next.holds.putAll(holds);
        next.passes = passes.copy();
        next.seen.addAll(seen);
        next.denials.addAll(denials);
        return next;
    }

    @Override
    public synchronized Optional<AdmittedSession> admitted(SessionKey key) {
        return Optional.ofNullable(keys.get(key))
                .flatMap(id -> Optional.ofNullable(rows.get(id)))
                .map(Row::live);
    }

    @Override
    public CompletionStage<Optional<AdmittedSession>> find(SessionKey key) {
        return completedFuture(admitted(key));
    }

    @Override
    public synchronized CompletionStage<Opening.Outcome> open(Opening opening) {
        Instant now = opening.session().opened();
        User user = opening.session().user();
        seen.saw(user, opening.attributes(), now);
        Optional<Row> joined = joined(opening.joins(), opening.endFirst(), now);
        UserSessions sessions = userSessions(user);
        Optional<SessionId> endFirst = opening.endFirst()
                .filter(id -> joined.isEmpty())
                .filter(id -> sessions.find(id).isPresent());
        UserSessions before = endFirst.map(id -> sessions.ended(id, Ending.OWN_OTHER, 0, Duration.ZERO, now))
                .orElse(sessions);
        Verdict verdict = opening.decide()
                .on(new Request(user, joined.map(Row::current)), view(user, before, opening.terms(), now));
        return completedFuture(verdict.fold(
                exempt -> new Opening.Outcome(exempt, Optional.empty(), List.of()),
                renewed -> {
                    renewed(renewed, now);
                    return new Opening.Outcome(renewed, joined.map(Row::live), List.of());
                },
                granted -> granted(opening, granted, endFirst, now),
                refused -> {
                    denials.add(
                            seen.attributes(user),
                            MemoryDenials.Denial.of(opening, refused.reason(), false, refused.explanation()));
                    return new Opening.Outcome(refused, Optional.empty(), List.of());
                }));
    }

    @Override
    public synchronized CompletionStage<Optional<Renewal.Outcome>> renew(Renewal renewal) {
        Instant now = renewal.now();
        return completedFuture(Optional.ofNullable(rows.get(renewal.session()))
                .filter(row -> now.isBefore(row.session().idleUntil()))
                .map(row -> renewed(renewal, row)));
    }

    private Renewal.Outcome renewed(Renewal renewal, Row row) {
        Instant now = renewal.now();
        Session session = row.session();
        Verdict verdict = session.due(now)
                ? renewal.decide()
                        .on(
                                new Request(session.user(), Optional.of(row.current())),
                                view(session.user(), userSessions(session.user()), renewal.terms(), now))
                : new Verdict.Renewed(
                        session.id(),
                        new Paid(row.record().accessType(), Charge.NOTHING, session.paidUntil()),
                        new Explanation(List.of(), ""));
        Optional<SessionRecord> ended = verdict.fold(
                exempt -> Optional.empty(),
                renewed -> {
                    renewed(renewed, now);
                    return Optional.empty();
                },
                granted -> {
                    throw new IllegalStateException("a session that is open is not opened");
                },
                refused -> {
                    denials.add(
                            seen.attributes(session.user()),
                            new MemoryDenials.Denial(
                                    session, renewal.requestId(), now, refused.reason(), false, refused.explanation()));
                    return Optional.of(remove(session.id(), Ending.USED_UP).session());
                });
        return new Renewal.Outcome(verdict, ended);
    }

    /** Paid anew, where it is. */
    private void renewed(Verdict.Renewed verdict, Instant now) {
        Row row = Objects.requireNonNull(rows.get(verdict.session()), "an open session");
        Paid paid = verdict.paid();
        if (!row.session().due(now)) {
            return;
        }
        passes.charge(paid.charge(), row.session().user(), now);
        passes.used(row.session().user(), paid.type(), now);
        SessionRecord record = new SessionRecord(
                row.record().session().paid(paid.until()),
                paid.type(),
                row.record().usageId());
        rows.put(verdict.session(), new Row(record, row.key(), row.live(), row.joinClosed()));
        row.live().paid(paid.type(), paid.until());
    }

    private LedgerView view(User user, UserSessions sessions, Terms terms, Instant now) {
        MemoryUsers.Seen known = seen.find(user, now);
        return new LedgerView(
                new LedgerView.Person(known.active(), known.attributes(), passes.held(user), passes.latest(user, now)),
                passes.stock(terms, now),
                passes.rules().rules(),
                sessions);
    }

    private Optional<Row> joined(Opening.Joins joins, Optional<SessionId> endFirst, Instant now) {
        Stream<Row> byBurst = joins.burst().stream()
                .flatMap(key -> Optional.ofNullable(burst.get(key)).stream())
                .flatMap(id -> Optional.ofNullable(rows.get(id)).stream())
                .filter(row -> joins.burstJoins(row.session().opened(), row.joinClosed()));
        Stream<Row> byCookieLess = joins
                .cookieLess()
                .flatMap(key -> Optional.ofNullable(cookieLess.get(key)))
                .flatMap(id -> Optional.ofNullable(rows.get(id)))
                .stream();
        return Stream.concat(byBurst, byCookieLess)
                .filter(row -> now.isBefore(row.session().idleUntil()))
                .filter(row -> !endFirst.equals(Optional.of(row.session().id())))
                .findFirst();
    }

    private Opening.Outcome granted(
            Opening opening, Verdict.Granted verdict, Optional<SessionId> endFirst, Instant now) {
        User user = opening.session().user();
        List<Opening.Ended> ended = new ArrayList<>();
        endFirst.ifPresent(id -> ended.add(remove(id, Ending.OWN_OTHER)));
        verdict.displaced().ifPresent(id -> ended.add(remove(id, Ending.DISPLACED)));
        UserSessions left = userSessions(user);
        left.sessions().stream()
                .filter(s -> left.at(now).find(s.id()).isEmpty())
                .forEach(s -> ended.add(remove(s.id(), Ending.IDLE)));

        SessionId id = opening.session().id();
        Session session = opening.session().paid(verdict.paid().until());
        AdmittedSession live = new AdmittedSession(session, verdict.accessType(), false);
        SessionRecord record = new SessionRecord(session, verdict.accessType(), opening.usageId());
        rows.put(id, new Row(record, opening.key(), live, Optional.empty()));
        keys.put(opening.key(), id);
        opening.joins().burst().forEach(key -> burst.put(key, id));
        opening.joins().cookieLess().ifPresent(key -> cookieLess.put(key, id));
        passes.charge(verdict.paid().charge(), user, now);
        passes.used(user, verdict.accessType(), now);
        verdict.shadowed()
                .ifPresent(reason -> denials.add(
                        seen.attributes(user), MemoryDenials.Denial.of(opening, reason, true, verdict.explanation())));
        return new Opening.Outcome(verdict, Optional.of(live), ended);
    }

    @Override
    public synchronized CompletionStage<Optional<SessionRecord>> end(
            SessionId id, Ending ending, HoldTerms hold, Instant now) {
        return completedFuture(Optional.ofNullable(rows.get(id)).map(row -> {
            User user = row.session().user();
            UserSessions left = userSessions(user).ended(id, ending, hold.parallel(), hold.hold(), now);
            holds.put(user, left.holds());
            return remove(id, ending).session();
        }));
    }

    private Opening.Ended remove(SessionId id, Ending ending) {
        Row row = Objects.requireNonNull(rows.remove(id), "an open session");
        keys.remove(row.key());
        burst.values().removeIf(id::equals);
        cookieLess.values().removeIf(id::equals);
        row.live().end(ending);
        return new Opening.Ended(atRest(row), ending);
    }

    @Override
    public synchronized CompletionStage<List<SessionRecord>> expire(Instant now) {
        List<SessionId> idle = rows.values().stream()
                .map(Row::session)
                .filter(s -> !now.isBefore(s.idleUntil()))
                .map(Session::id)
                .toList();
        passes.free(now);
        holds.replaceAll((user, held) ->
                held.stream().filter(h -> now.isBefore(h.until())).toList());
        return completedFuture(
                idle.stream().map(id -> remove(id, Ending.IDLE).session()).toList());
    }

    @Override
    public synchronized void closeJoin(SessionId id, Instant at) {
        rows.computeIfPresent(
                id,
                (i, row) -> new Row(
                        row.record(),
                        row.key(),
                        row.live(),
                        row.joinClosed().isPresent() ? row.joinClosed() : Optional.of(at)));
    }

    @Override
    public synchronized List<KnownUser> users() {
        return seen.all().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(User::written)))
                .map(e -> new KnownUser(
                        e.getKey(),
                        e.getValue().attributes(),
                        e.getValue().first(),
                        e.getValue().last(),
                        e.getValue().active(),
                        passes.held(e.getKey()).stream()
                                .filter(Allocation::admits)
                                .map(Allocation::type)
                                .toList(),
                        userSessions(e.getKey()).sessions().size()))
                .toList();
    }

    @Override
    public synchronized Comparator<Allocation> seatOrder() {
        return passes.seatOrder();
    }

    @Override
    public synchronized List<Allocation> allocations() {
        return passes.all();
    }

    @Override
    public synchronized LedgerView.Stock stock(Terms terms, Instant now) {
        return passes.stock(terms, now);
    }

    @Override
    public synchronized LedgerView view(User user, Terms terms, Instant now) {
        return view(user, userSessions(user), terms, now);
    }

    @Override
    public synchronized List<SessionRecord> sessions() {
        return rows.values().stream()
                .map(MemoryLedger::atRest)
                .sorted(Comparator.comparing((SessionRecord r) -> r.session().opened())
                        .thenComparing(r -> r.session().id().value()))
                .toList();
    }

    @Override
    public synchronized List<SessionRecord> sessions(User user) {
        return sessions().stream().filter(r -> r.session().user().equals(user)).toList();
    }

    @Override
    public synchronized List<DeniedAccess> denied(Instant since) {
        return denials.since(since);
    }

    @Override
    public synchronized Optional<DeniedAccess> denied(String requestId) {
        return denials.latest(requestId);
    }

    @Override
    public synchronized AllocationOutcome allocate(User user, AccessType type, Terms terms, Instant now) {
        AllocationOutcome outcome = passes.allocate(user, type, terms, now);
        if (outcome != AllocationOutcome.POOL_EMPTY) {
            seen.heardOf(user, now);
        }
        return outcome;
    }

    @Override
    public synchronized Optional<Allocation> withdraw(
            User user, AccessType type, Terms terms, Quarantine quarantine, Instant now) {
        return passes.withdraw(user, type, terms, quarantine, now);
    }

    @Override
    public synchronized boolean reinstate(User user, AccessType type, Terms terms, Instant now) {
        return passes.reinstate(user, type, terms, now);
    }

    @Override
    public synchronized void seen(User user, Attributes attributes, Instant now) {
        seen.saw(user, attributes, now);
    }

    @Override
    public synchronized void setActive(User user, boolean active, Instant now) {
        seen.heardOf(user, now);
        seen.setActive(user, active);
    }

    @Override
    public synchronized SiteRules rules() {
        return passes.rules();
    }

    @Override
    public synchronized boolean apply(SiteRules wanted, Terms terms, Instant now) {
        return passes.apply(wanted, terms, now);
    }

    @Override
    public synchronized void follow(String license) {
        passes.follow(license);
    }

    @Override
    public synchronized Progress progress() {
        return passes.sync().progress();
    }

    @Override
    public synchronized Outgoing outgoing(int most, Instant now) {
        return passes.outgoing(most, now);
    }

    @Override
    public synchronized Applied apply(Incoming answer, Instant now) {
        Applied applied = passes.apply(answer, now);
        applied.gained().forEach(holder -> seen.heardOf(holder.user(), now));
        return applied;
    }

    @Override
    public synchronized Adjustment adjust(Terms terms, Instant now) {
        return passes.adjust(terms, now);
    }

    private static SessionRecord atRest(Row row) {
        return new SessionRecord(
                row.session(), row.record().accessType(), row.record().usageId());
    }

    private UserSessions userSessions(User user) {
        return new UserSessions(
                rows.values().stream()
                        .map(Row::session)
                        .filter(s -> s.user().equals(user))
                        .toList(),
                holds.getOrDefault(user, List.of()));
    }
}
