package io.passgate.store;

import io.passgate.admission.Ledger;
import io.passgate.admission.SessionRecord;
import io.passgate.identity.User;
import io.passgate.session.Ending;
import io.passgate.session.Hold;
import io.passgate.session.Session;
import io.passgate.session.SessionId;
import io.passgate.session.UserSessions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Ends one session; its slot becomes what the ending and the rules of the core say. Confined to the writer. */
final class EndOne implements Writer.Work<Optional<SessionRecord>> {

    private final SessionId id;
    private final Ending ending;
    private final Ledger.HoldTerms terms;
    private final Instant now;
    private final Tables tables;
    private final Residents residents;

    EndOne(SessionId id, Ending ending, Ledger.HoldTerms terms, Instant now, Tables tables, Residents residents) {
        this.id = id;
        this.ending = ending;
        this.terms = terms;
        this.now = now;
        this.tables = tables;
        this.residents = residents;
    }

    @Override
    public Supplier<Optional<SessionRecord>> on(Db db) throws SQLException {
        Optional<StoredSession> found = tables.sessions().find(db, id).map(residents::newest);
        if (found.isEmpty()) {
            return Optional::empty;
        }
        StoredSession stored = found.get();
        hold(db, stored.session().user());
        tables.sessions().delete(db, stored, ending, now);
        return () -> {
            residents.ended(stored, ending);
            return Optional.of(stored.record());
        };
    }

    private void hold(Db db, User user) throws SQLException {
        tables.users().lock(db, user, now);
        List<Session> open = tables.sessions().of(db, user).stream()
                .map(s -> residents.newest(s).session())
                .toList();
        List<Hold> before = tables.holds().of(db, user);
        UserSessions left = new UserSessions(open, before).ended(id, ending, terms.parallel(), terms.hold(), now);
        List<Hold> more = new java.util.ArrayList<>(left.holds());
        before.forEach(more::remove);
        for (Hold hold : more) {
            tables.holds().insert(db, user, hold);
        }
    }
}
