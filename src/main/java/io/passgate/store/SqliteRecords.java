package io.passgate.store;

import io.passgate.admission.LedgerUnavailable;
import io.passgate.admission.Records;
import io.passgate.admission.SessionRecord;
import io.passgate.admission.SiteRules;
import io.passgate.decision.LedgerView;
import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Adjustment;
import io.passgate.license.Allocation;
import io.passgate.license.LoginGroup;
import io.passgate.license.Quarantine;
import io.passgate.license.Terms;
import io.passgate.session.UserSessions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The ledger on SQLite as administration needs it. Safe for use by many threads. */
final class SqliteRecords implements Records {

    private static final Comparator<SessionRecord> LONGEST_OPEN_FIRST = Comparator.comparing(
                    (SessionRecord r) -> r.session().opened())
            .thenComparing(r -> r.session().id().value());

    private final Tables tables;
    private final Residents residents;
    private final Writer writer;
    private final Readers readers;

    SqliteRecords(Tables tables, Residents residents, Writer writer, Readers readers) {
        this.tables = tables;
        this.residents = residents;
        this.writer = writer;
        this.readers = readers;
    }

    @Override
    public List<KnownUser> users() {
        return await(readers.submit(db -> new UserList(tables, db).users()));
    }

    @Override
    public List<Allocation> allocations() {
        return await(readers.submit(tables.passes()::all));
    }

    @Override
    public Comparator<Allocation> seatOrder() {
        return await(readers.submit(tables.outbox()::order));
    }

    @Override
    public LedgerView.Stock stock(Terms terms, Instant now) {
        return await(readers.submit(db -> tables.views().stock(db, terms, now)));
    }

    @Override
    public LedgerView view(User user, Terms terms, Instant now) {
        return await(readers.submit(db -> {
            UserSessions sessions = new UserSessions(
                    tables.sessions().of(db, user).stream()
                            .map(s -> residents.newest(s).session())
                            .toList(),
                    tables.holds().of(db, user));
            return tables.views().of(db, tables.users().find(db, user, now), sessions, terms, now);
        }));
    }

    @Override
    public List<SessionRecord> sessions() {
        return records(readers.submit(tables.sessions()::all));
    }

    @Override
    public List<SessionRecord> sessions(User user) {
        return records(readers.submit(db -> tables.sessions().of(db, user)));
    }

    private List<SessionRecord> records(CompletableFuture<List<StoredSession>> stored) {
        return await(stored).stream()
                .map(s -> residents.newest(s).record())
                .sorted(LONGEST_OPEN_FIRST)
                .toList();
    }

    @Override
    public List<DeniedAccess> denied(Instant since) {
        return await(readers.submit(db -> tables.denials().since(db, since)));
    }

    @Override
    public Optional<DeniedAccess> denied(String requestId) {
        return await(readers.submit(db -> tables.denials().latest(db, requestId)));
    }

    @Override
    public AllocationOutcome allocate(User user, AccessType type, Terms terms, Instant now) {
        return write(db -> {
            tables.users().lock(db, user, now);
            tables.freed().by(db, now);
            AllocationOutcome outcome = tables.passes().give(db, user, type, Optional.empty(), terms.seats(type), now);
            if (outcome == AllocationOutcome.POOL_EMPTY) {
                db.undo();
            }
            return outcome;
        });
    }

    @Override
    public Optional<Allocation> withdraw(User user, AccessType type, Terms terms, Quarantine quarantine, Instant now) {
        return write(db -> {
            Optional<Allocation> held = tables.passes().of(db, user).stream()
                    .filter(a -> a.type() == type && a.state() != Allocation.State.QUARANTINED)
                    .findFirst();
            if (held.isEmpty()) {
                return Optional.empty();
            }
            tables.users().lock(db, user, now);
            Optional<Allocation> quarantined =
                    held.flatMap(a -> quarantine.until(a, terms, now).map(a::quarantined));
            if (quarantined.isPresent()) {
                tables.passes().quarantine(db, held.get(), quarantined.get(), now);
                return quarantined;
            }
            tables.passes().remove(db, held.get(), now);
            return held;
        });
    }

    @Override
    public boolean reinstate(User user, AccessType type, Terms terms, Instant now) {
        return write(db -> {
            tables.freed().by(db, now);
            return tables.passes().reinstate(db, user, type, terms.seats(type), now);
        });
    }

    @Override
    public void seen(User user, Attributes attributes, Instant now) {
        boolean unused =
                write(db -> tables.users().seen(db, user, attributes, now).active());
    }

    @Override
    public void setActive(User user, boolean active, Instant now) {
        boolean unused = write(db -> {
            tables.users().lock(db, user, now);
            tables.users().setActive(db, user, active);
            return active;
        });
    }

    @Override
    public SiteRules rules() {
        return await(readers.submit(
                db -> new SiteRules(tables.views().rules(db), tables.groups().tokens(db))));
    }

    @Override
    public boolean apply(SiteRules wanted, Terms terms, Instant now) {
        return write(db -> {
            tables.freed().by(db, now);
            int before = tokensHeld(db, now);
            tables.groups().put(db, wanted.groups());
            int more = tokensHeld(db, now) - before;
            if (more > 0 && !tables.passes().take(db, AccessType.USER_ACCESS_PASS, more, terms.tokens())) {
                db.undo();
                return false;
            }
            if (more < 0) {
                tables.passes().free(db, AccessType.USER_ACCESS_PASS, -more);
            }
            tables.rules().put(db, wanted.rules());
            return true;
        });
    }

    private int tokensHeld(Db db, Instant now) throws SQLException {
        return tables.groups().at(db, now).stream()
                .mapToInt(g -> g.stored().tokensHeld())
                .sum();
    }

    @Override
    public Adjustment adjust(Terms terms, Instant now) {
        return write(db -> {
            tables.freed().by(db, now);
            List<Allocation> all = tables.passes().all(db);
            List<LoginGroup> groups = tables.groups().at(db, now).stream()
                    .map(LoginGroups.Counted::now)
                    .toList();
            Adjustment adjustment =
                    Adjustment.of(all, groups, terms, now, tables.outbox().order(db));
            int before = tokensHeld(db, now);
            for (Allocation changed : adjustment.changed()) {
                tables.passes().change(db, same(all, changed), changed);
            }
            for (Allocation removed : adjustment.removed()) {
                tables.passes().remove(db, removed, now);
            }
            for (String group : adjustment.groupsEnded()) {
                tables.groups().end(db, group);
            }
            int tokens = before - tokensHeld(db, now);
            if (tokens > 0) {
                tables.passes().free(db, AccessType.USER_ACCESS_PASS, tokens);
            }
            return adjustment;
        });
    }

    private static Allocation same(List<Allocation> all, Allocation changed) {
        return all.stream()
                .filter(a -> a.user().equals(changed.user()) && a.type() == changed.type())
                .findFirst()
                .orElseThrow();
    }

    private <T> T write(Db.Reading<T> work) {
        return await(writer.submit(db -> LostRace.again(db, d -> {
            T outcome = work.on(d);
            return () -> outcome;
        })));
    }

    private static <T> T await(CompletableFuture<T> stage) {
        try {
            return stage.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof LedgerUnavailable lost) {
                throw new LedgerUnavailable(String.valueOf(lost.getMessage()), lost);
            }
            throw e;
        }
    }
}
