package io.passgate.store;

import io.passgate.admission.AdmittedSession;
import io.passgate.admission.Opening;
import io.passgate.decision.LedgerView;
import io.passgate.decision.Request;
import io.passgate.decision.Verdict;
import io.passgate.identity.User;
import io.passgate.session.Ending;
import io.passgate.session.Session;
import io.passgate.session.SessionId;
import io.passgate.session.UserSessions;
import io.passgate.store.Denials.Denial;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Opens, joins or refuses (design.md §3 and §6): locks the user's row, reads, decides, and writes what the verdict says. Until
 * the verdict is known nothing is written but that the user was seen, so a refusal has nothing to undo. Confined to the writer.
 */
final class OpenSession implements Writer.Work<Opening.Outcome> {

    private static final Written NOTHING = new Written(Optional.empty(), List.of());

    private final Opening opening;
    private final Tables tables;
    private final Residents residents;
    private final User user;
    private final Instant now;
    private final Payment payment;

    OpenSession(Opening opening, Tables tables, Residents residents) {
        this.opening = opening;
        this.tables = tables;
        this.residents = residents;
        this.user = opening.session().user();
        this.now = opening.session().opened();
        this.payment = new Payment(tables, opening.terms(), now);
    }

    /** What a verdict has written; becomes the outcome after the commit. */
    private record Written(Optional<StoredSession> session, List<Gone> ended) {}

    private record Gone(StoredSession stored, Ending ending) {}

    private interface Step {
        Written on(Db db) throws SQLException;
    }

    @Override
    public Supplier<Opening.Outcome> on(Db db) throws SQLException {
        return LostRace.again(db, this::decided);
    }

    private Supplier<Opening.Outcome> decided(Db db) throws SQLException {
        Users.Known known = tables.users().seen(db, user, opening.attributes(), now);
        List<StoredSession> open =
                tables.sessions().of(db, user).stream().map(residents::newest).toList();
        Optional<StoredSession> joined = tables.joins().joined(db, opening.joins(), joinable(open));
        Optional<StoredSession> endFirst =
                joined.isPresent() ? Optional.empty() : opening.endFirst().flatMap(id -> find(open, id));

        List<Session> counted = open.stream()
                .filter(s -> !endFirst.equals(Optional.of(s)))
                .map(StoredSession::session)
                .toList();
        LedgerView view = tables.views()
                .of(db, known, new UserSessions(counted, tables.holds().of(db, user)), opening.terms(), now);
        Verdict verdict = opening.decide()
                .on(new Request(user, joined.map(s -> new Request.Current(s.id(), s.accessType()))), view);
        Written written = write(db, verdict, open, endFirst);
        return () -> outcome(verdict, written);
    }

    private List<StoredSession> joinable(List<StoredSession> open) {
        return open.stream()
                .filter(s -> s.session().virtualProxy().equals(opening.session().virtualProxy()))
                .filter(s -> now.isBefore(s.session().idleUntil()))
                .filter(s -> !opening.endFirst().equals(Optional.of(s.id())))
                .toList();
    }

    private Written write(Db db, Verdict verdict, List<StoredSession> open, Optional<StoredSession> endFirst)
            throws SQLException {
        Step step = verdict.fold(
                exempt -> d -> NOTHING,
                renewed -> d -> {
                    StoredSession session = named(open, renewed.session());
                    return new Written(Optional.of(payment.written(d, session, renewed.paid())), List.of());
                },
                granted -> d -> grant(d, granted, open, endFirst),
                refused -> d -> {
                    tables.denials().add(d, Denial.of(opening, refused.reason(), false, refused.explanation()));
                    return NOTHING;
                });
        return step.on(db);
    }

    private Written grant(Db db, Verdict.Granted granted, List<StoredSession> open, Optional<StoredSession> endFirst)
            throws SQLException {
        List<Gone> ended = new ArrayList<>();
        endFirst.ifPresent(s -> ended.add(new Gone(s, Ending.OWN_OTHER)));
        granted.displaced().map(id -> named(open, id)).ifPresent(s -> ended.add(new Gone(s, Ending.DISPLACED)));
        open.stream()
                .filter(s -> !now.isBefore(s.session().idleUntil()))
                .filter(s -> ended.stream().noneMatch(gone -> gone.stored().equals(s)))
                .forEach(s -> ended.add(new Gone(s, Ending.IDLE)));
        for (Gone gone : ended) {
            tables.sessions().delete(db, gone.stored(), gone.ending(), now);
        }
        StoredSession stored = StoredSession.of(opening, granted.paid());
        tables.sessions().insert(db, stored);
        tables.joins().insert(db, stored.session(), opening.joins());
        tables.charges().pay(db, user, granted.paid(), opening.terms(), now);
        if (granted.shadowed().isPresent()) {
            tables.denials().add(db, Denial.of(opening, granted.shadowed().get(), true, granted.explanation()));
        }
        return new Written(Optional.of(stored), ended);
    }

    /** After the commit: memory follows the ledger. */
    private Opening.Outcome outcome(Verdict verdict, Written written) {
        written.ended().forEach(gone -> residents.ended(gone.stored(), gone.ending()));
        Optional<AdmittedSession> session = written.session().map(stored -> {
            AdmittedSession object = residents.object(stored);
            residents.cache(stored.key(), object);
            object.paid(stored.accessType(), stored.session().paidUntil());
            return object;
        });
        return new Opening.Outcome(
                verdict,
                session,
                written.ended().stream()
                        .map(gone -> new Opening.Ended(gone.stored().record(), gone.ending()))
                        .toList());
    }

    private static StoredSession named(List<StoredSession> open, SessionId id) {
        return find(open, id)
                .orElseThrow(() -> new IllegalStateException("the decision names a session that is not open: " + id));
    }

    private static Optional<StoredSession> find(List<StoredSession> open, SessionId id) {
        return open.stream().filter(s -> s.id().equals(id)).findFirst();
    }
}
