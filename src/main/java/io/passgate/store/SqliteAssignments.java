package io.passgate.store;

import io.passgate.admission.Assignments;
import io.passgate.admission.LedgerUnavailable;
import io.passgate.license.Allocation;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ledger on SQLite as the sync of assignments needs it. Safe for use by many threads. */
final class SqliteAssignments implements Assignments {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteAssignments.class);

    private final Tables tables;
    private final Writer writer;
    private final Readers readers;

    SqliteAssignments(Tables tables, Writer writer, Readers readers) {
        this.tables = tables;
        this.writer = writer;
        this.readers = readers;
    }

    @Override
    public void follow(String license) {
        boolean unused = write(db -> {
            if (tables.outbox().stand(db).license().equals(license)) {
                return false;
            }
            db.update("DELETE FROM assignment_marks");
            db.update("DELETE FROM assignment_changes");
            db.update("UPDATE assignment_sync SET license = ?", license);
            tables.minutes().forgetElsewhere(db);
            tables.outbox()
                    .anew(db, license.isEmpty() ? List.of() : tables.passes().all(db), 0);
            return true;
        });
    }

    @Override
    public Progress progress() {
        Outbox.Stand stand = await(readers.submit(tables.outbox()::stand));
        return new Progress(stand.license(), stand.number() - stand.acknowledged(), stand.revision());
    }

    @Override
    public Outgoing outgoing(int most, Instant now) {
        return write(db -> {
            Outbox.Stand stand = tables.outbox().stand(db);
            boolean edited = !tables.outbox().isWhole(db, stand);
            if (edited) {
                LOG.warn("the changes to be told to the license backend were edited: everything is told anew");
                tables.outbox().anew(db, tables.passes().all(db), stand.acknowledged());
            }
            // After an edit no number is believed before the license backend has said where it stands.
            List<Change> changes = tables.outbox().pending(db, edited ? 0 : most);
            if (!changes.isEmpty()) {
                db.update(
                        "UPDATE assignment_sync SET sent = max(sent, ?)",
                        changes.get(changes.size() - 1).number());
            }
            return new Outgoing(
                    tables.outbox().stand(db).revision(),
                    changes,
                    tables.minutes().toTell(db, now));
        });
    }

    @Override
    public Applied apply(Incoming answer, Instant now) {
        return write(db -> {
            for (Minutes told : answer.minutes()) {
                tables.minutes().told(db, told);
            }
            Outbox.Stand stand = tables.outbox().stand(db);
            if (answer.acknowledged() > stand.sent() || answer.acknowledged() < stand.acknowledged()) {
                tables.outbox().anew(db, tables.passes().all(db), answer.acknowledged());
                return new Applied(true, true, List.of(), List.of());
            }
            db.update("DELETE FROM assignment_changes WHERE number <= ?", answer.acknowledged());
            tables.freed().by(db, now);
            Taking taking = new Taking();
            for (Assignment told : answer.assignments()) {
                taking.take(db, told, now);
            }
            db.update(
                    "UPDATE assignment_sync SET acknowledged = ?, revision = ?",
                    answer.acknowledged(),
                    taking.waits ? answer.since() : answer.revision());
            return new Applied(taking.waits, false, taking.lost, taking.gained);
        });
    }

    /** Takes up the assignments of one answer. */
    private final class Taking {
        private final List<Holder> lost = new ArrayList<>();
        private final List<Holder> gained = new ArrayList<>();
        private boolean waits;

        void take(Db db, Assignment told, Instant now) throws SQLException {
            if (tables.outbox().isPending(db, told.user(), told.type())) {
                waits = true;
                return;
            }
            tables.outbox().mark(db, told);
            Optional<Allocation> held = tables.passes().of(db, told.user()).stream()
                    .filter(a -> a.type() == told.type())
                    .findFirst();
            boolean holds =
                    held.map(a -> a.state() != Allocation.State.QUARANTINED).orElse(false);
            State state = told.stateAt(now);
            if (state == State.WITHDRAWN) {
                if (held.isPresent()) {
                    tables.passes().drop(db, held.get());
                }
            } else if (state == State.QUARANTINED || !holds) {
                tables.users().lock(db, told.user(), now);
                tables.passes().put(db, told, held.isPresent());
            }
            if (holds && state != State.ALLOCATED) {
                lost.add(new Holder(told.user(), told.type()));
            } else if (!holds && state == State.ALLOCATED) {
                gained.add(new Holder(told.user(), told.type()));
            }
        }
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
