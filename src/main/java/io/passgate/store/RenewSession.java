package io.passgate.store;

import io.passgate.admission.Renewal;
import io.passgate.decision.Charge;
import io.passgate.decision.Explanation;
import io.passgate.decision.LedgerView;
import io.passgate.decision.Paid;
import io.passgate.decision.Request;
import io.passgate.decision.Verdict;
import io.passgate.identity.User;
import io.passgate.session.Ending;
import io.passgate.session.Session;
import io.passgate.session.UserSessions;
import io.passgate.store.Denials.Denial;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Pays anew for one session, or ends it when there is nothing left to pay with. Confined to the writer. */
final class RenewSession implements Writer.Work<Optional<Renewal.Outcome>> {

    private final Renewal renewal;
    private final Tables tables;
    private final Residents residents;
    private final Instant now;

    RenewSession(Renewal renewal, Tables tables, Residents residents) {
        this.renewal = renewal;
        this.tables = tables;
        this.residents = residents;
        this.now = renewal.now();
    }

    private interface Step {
        Supplier<Renewal.Outcome> on(Db db) throws SQLException;
    }

    @Override
    public Supplier<Optional<Renewal.Outcome>> on(Db db) throws SQLException {
        return LostRace.again(db, this::decided);
    }

    private Supplier<Optional<Renewal.Outcome>> decided(Db db) throws SQLException {
        Optional<User> user = tables.sessions().find(db, renewal.session()).map(stored -> stored.session()
                .user());
        if (user.isEmpty()) {
            return Optional::empty;
        }
        tables.users().lock(db, user.get(), now);
        // Read anew once the row is locked: another node may have paid.
        List<StoredSession> open = tables.sessions().of(db, user.get()).stream()
                .map(residents::newest)
                .toList();
        Optional<StoredSession> found = open.stream()
                .filter(s -> s.id().equals(renewal.session()))
                .filter(s -> now.isBefore(s.session().idleUntil()))
                .findFirst();
        if (found.isEmpty()) {
            return Optional::empty;
        }
        Supplier<Renewal.Outcome> outcome =
                step(verdict(db, found.get(), open), found.get()).on(db);
        return () -> Optional.of(outcome.get());
    }

    private Verdict verdict(Db db, StoredSession stored, List<StoredSession> open) throws SQLException {
        Session session = stored.session();
        if (!session.due(now)) {
            return new Verdict.Renewed(
                    session.id(),
                    new Paid(stored.accessType(), Charge.NOTHING, session.paidUntil()),
                    new Explanation(List.of(), ""));
        }
        UserSessions sessions = new UserSessions(
                open.stream().map(StoredSession::session).toList(),
                tables.holds().of(db, session.user()));
        LedgerView view =
                tables.views().of(db, tables.users().find(db, session.user(), now), sessions, renewal.terms(), now);
        Request.Current current = new Request.Current(session.id(), stored.accessType());
        return renewal.decide().on(new Request(session.user(), Optional.of(current)), view);
    }

    private Step step(Verdict verdict, StoredSession stored) {
        return verdict.fold(
                exempt -> db -> () -> new Renewal.Outcome(exempt, Optional.empty()),
                renewed -> db -> {
                    StoredSession paid = new Payment(tables, renewal.terms(), now).written(db, stored, renewed.paid());
                    return () -> goesOn(renewed, paid);
                },
                granted -> {
                    throw new IllegalStateException("the decision opens a session that is open: " + stored.id());
                },
                refused -> db -> usedUp(db, refused, stored));
    }

    private Renewal.Outcome goesOn(Verdict.Renewed renewed, StoredSession paid) {
        residents
                .find(paid.id())
                .ifPresent(s -> s.paid(paid.accessType(), paid.session().paidUntil()));
        return new Renewal.Outcome(renewed, Optional.empty());
    }

    private Supplier<Renewal.Outcome> usedUp(Db db, Verdict.Refused refused, StoredSession stored) throws SQLException {
        tables.sessions().delete(db, stored, Ending.USED_UP, now);
        tables.denials()
                .add(
                        db,
                        new Denial(
                                renewal.accessId(),
                                stored.session(),
                                renewal.requestId(),
                                refused.reason(),
                                false,
                                refused.explanation(),
                                now));
        return () -> {
            residents.ended(stored, Ending.USED_UP);
            return new Renewal.Outcome(refused, Optional.of(stored.record()));
        };
    }
}
