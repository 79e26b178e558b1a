package io.passgate.admission;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.passgate.decision.LedgerView;
import io.passgate.decision.Request;
import io.passgate.decision.Verdict;
import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Allocation;
import io.passgate.license.Pool;
import io.passgate.license.Terms;
import io.passgate.session.Ending;
import io.passgate.session.Hold;
import io.passgate.session.Session;
import io.passgate.session.SessionId;
import io.passgate.session.UserSessions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * A ledger that forgets when the process ends: for tests of what stands on a ledger. One lock is its transaction; every stage
 * it returns is complete. Keeps {@link LedgerContract}. Safe for use by many threads.
 */
public final class MemoryLedger implements Ledger, Records {

    private final Map<SessionId, Row> rows = new HashMap<>();
    private final Map<SessionKey, SessionId> keys = new HashMap<>();
    private final Map<String, SessionId> burst = new HashMap<>();
    private final Map<String, SessionId> cookieLess = new HashMap<>();
    private final Map<User, List<Hold>> holds = new HashMap<>();
    private final Map<User, Map<AccessType, Allocation>> allocations = new HashMap<>();
    private final Map<User, Seen> seen = new HashMap<>();
    private final List<DeniedAccess> denied = new ArrayList<>();

    private record Row(SessionRecord record, SessionKey key, AdmittedSession live, Optional<Instant> joinClosed) {

        Session session() {
            return record.session().seen(Instant.ofEpochMilli(live.lastSeenMillis()));
        }
    }

    private record Seen(Attributes attributes, Instant first, Instant last) {}

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
        allocations.forEach((user, held) -> next.allocations.put(user, new TreeMap<>(held)));
        next.seen.putAll(seen);
        next.denied.addAll(denied);
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
        Optional<Row> joined = joined(opening.joins(), opening.endFirst(), now);
        UserSessions sessions = userSessions(user);
        Optional<SessionId> endFirst = opening.endFirst()
                .filter(id -> joined.isEmpty())
                .filter(id -> sessions.find(id).isPresent());
        UserSessions before = endFirst.map(id -> sessions.ended(id, Ending.OWN_OTHER, 0, Duration.ZERO, now))
                .orElse(sessions);
        Verdict verdict = opening.decide()
                .on(
                        new Request(user, joined.map(row -> row.session().id())),
                        LedgerView.of(held(user), pools(opening.terms()), before));
        Opening.Outcome outcome = verdict.fold(
                exempt -> new Opening.Outcome(exempt, Optional.empty(), List.of()),
                renewed -> new Opening.Outcome(renewed, joined.map(Row::live), List.of()),
                granted -> granted(opening, granted, endFirst, now),
                refused -> refused(opening, refused, now));
        sawUser(user, opening.attributes(), now);
        return completedFuture(outcome);
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
        AdmittedSession live = new AdmittedSession(opening.session(), verdict.accessType(), false);
        SessionRecord record = new SessionRecord(opening.session(), verdict.accessType(), opening.usageId());
        rows.put(id, new Row(record, opening.key(), live, Optional.empty()));
        keys.put(opening.key(), id);
        opening.joins().burst().forEach(key -> burst.put(key, id));
        opening.joins().cookieLess().ifPresent(key -> cookieLess.put(key, id));
        allocations
                .getOrDefault(user, Map.of())
                .computeIfPresent(
                        verdict.accessType(),
                        (type, given) -> new Allocation(user, type, given.allocated(), Optional.of(now)));
        return new Opening.Outcome(verdict, Optional.of(live), ended);
    }

    private Opening.Outcome refused(Opening opening, Verdict.Refused verdict, Instant now) {
        User user = opening.session().user();
        String reason = verdict.reason().code();
        String virtualProxy = opening.session().virtualProxy();
        Optional<DeniedAccess> earlier = denied.stream()
                .filter(d -> d.user().equals(user) && d.reason().equals(reason))
                .filter(d -> d.virtualProxy().equals(virtualProxy))
                .filter(d -> now.isBefore(d.last().plus(Duration.ofDays(1))))
                .findFirst();
        earlier.ifPresent(denied::remove);
        denied.add(new DeniedAccess(
                user,
                opening.attributes().equals(Attributes.NONE)
                        ? Optional.ofNullable(seen.get(user))
                                .map(Seen::attributes)
                                .orElse(Attributes.NONE)
                        : opening.attributes(),
                reason,
                virtualProxy,
                opening.session().address(),
                opening.facts().requestId(),
                earlier.map(DeniedAccess::first).orElse(now),
                now,
                earlier.map(DeniedAccess::count).orElse(0L) + 1));
        return new Opening.Outcome(verdict, Optional.empty(), List.of());
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
        return seen.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(User::written)))
                .map(e -> new KnownUser(
                        e.getKey(),
                        e.getValue().attributes(),
                        e.getValue().first(),
                        e.getValue().last(),
                        held(e.getKey()).stream().map(Allocation::type).toList(),
                        userSessions(e.getKey()).sessions().size()))
                .toList();
    }

    @Override
    public synchronized List<Allocation> allocations() {
        return allocations.values().stream()
                .flatMap(held -> held.values().stream())
                .sorted(Comparator.comparing(Allocation::type)
                        .thenComparing(a -> a.user().written()))
                .toList();
    }

    @Override
    public synchronized List<Pool> pools(Terms terms) {
        return Arrays.stream(AccessType.values())
                .map(type -> new Pool(type, terms.seats(type), given(type)))
                .toList();
    }

    @Override
    public synchronized LedgerView view(User user, Terms terms) {
        return LedgerView.of(held(user), pools(terms), userSessions(user));
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
        return denied.stream()
                .filter(d -> !d.last().isBefore(since))
                .sorted(Comparator.comparing(DeniedAccess::last).reversed())
                .toList();
    }

    @Override
    public synchronized AllocationOutcome allocate(User user, AccessType type, Terms terms, Instant now) {
        Map<AccessType, Allocation> held = allocations.computeIfAbsent(user, u -> new TreeMap<>());
        if (held.containsKey(type)) {
            return AllocationOutcome.HELD_ALREADY;
        }
        if (given(type) >= terms.seats(type)) {
            return AllocationOutcome.POOL_EMPTY;
        }
        held.put(type, new Allocation(user, type, now, Optional.empty()));
        seen.putIfAbsent(user, new Seen(Attributes.NONE, now, now));
        return AllocationOutcome.ALLOCATED;
    }

    @Override
    public synchronized boolean withdraw(User user, AccessType type) {
        return Optional.ofNullable(allocations.get(user))
                .flatMap(held -> Optional.ofNullable(held.remove(type)))
                .isPresent();
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

    private List<Allocation> held(User user) {
        return List.copyOf(allocations.getOrDefault(user, Map.of()).values());
    }

    private int given(AccessType type) {
        return (int) allocations.values().stream()
                .filter(held -> held.containsKey(type))
                .count();
    }

    private void sawUser(User user, Attributes attributes, Instant now) {
        seen.merge(
                user,
                new Seen(attributes, now, now),
                (old, latest) ->
                        new Seen(attributes.equals(Attributes.NONE) ? old.attributes() : attributes, old.first(), now));
    }
}
