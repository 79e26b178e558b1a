package io.passgate.store;

import io.passgate.admission.AssignmentsContract;
import io.passgate.admission.GivingContract;
import io.passgate.admission.LedgerContract;
import io.passgate.admission.LedgerFixture;
import io.passgate.admission.LedgerJoinContract;
import io.passgate.admission.LedgerPropertyContract;
import io.passgate.admission.LedgerRaceContract;
import io.passgate.admission.MeteredContract;
import io.passgate.admission.RecordsContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The ledger on SQLite keeps the contract of every ledger. */
class SqliteLedgerTest {

    @TempDir
    private Path directory;

    private int files;

    /** A ledger on a file of its own. */
    private LedgerFixture.Subject onSqlite() {
        files++;
        return open();
    }

    private LedgerFixture.Subject open() {
        SqliteLedger ledger = new SqliteLedger(
                new StoreSettings("sqlite:" + directory.resolve(files + ".db"), StoreSettings.Synchronous.NORMAL),
                SqliteLedger.Limits.DEFAULT,
                Openings.SITE);
        ledger.start();
        return new LedgerFixture.Subject(ledger, ledger.records(), ledger.assignments());
    }

    private LedgerFixture.Subject reopen(LedgerFixture.Subject before) {
        ((SqliteLedger) before.ledger()).close();
        return open();
    }

    @Nested
    class Sessions extends LedgerContract {
        @Override
        protected Subject fresh() {
            return onSqlite();
        }

        @Override
        protected Subject reopened(Subject before) {
            return reopen(before);
        }

        @Override
        protected void close(Subject done) {
            ((SqliteLedger) done.ledger()).close();
        }
    }

    @Nested
    class Joining extends LedgerJoinContract {
        @Override
        protected Subject fresh() {
            return onSqlite();
        }

        @Override
        protected Subject reopened(Subject before) {
            return reopen(before);
        }

        @Override
        protected void close(Subject done) {
            ((SqliteLedger) done.ledger()).close();
        }
    }

    @Nested
    class Races extends LedgerRaceContract {
        @Override
        protected Subject fresh() {
            return onSqlite();
        }

        @Override
        protected Subject reopened(Subject before) {
            return reopen(before);
        }

        @Override
        protected void close(Subject done) {
            ((SqliteLedger) done.ledger()).close();
        }
    }

    @Nested
    class Administration extends RecordsContract {
        @Override
        protected Subject fresh() {
            return onSqlite();
        }

        @Override
        protected Subject reopened(Subject before) {
            return reopen(before);
        }

        @Override
        protected void close(Subject done) {
            ((SqliteLedger) done.ledger()).close();
        }
    }

    @Nested
    class Properties extends LedgerPropertyContract {
        @Override
        protected Subject fresh() {
            return onSqlite();
        }

        @Override
        protected Subject reopened(Subject before) {
            return reopen(before);
        }

        @Override
        protected void close(Subject done) {
            ((SqliteLedger) done.ledger()).close();
        }
    }

    @Nested
    class Metered extends MeteredContract {
        @Override
        protected Subject fresh() {
            return onSqlite();
        }

        @Override
        protected Subject reopened(Subject before) {
            return reopen(before);
        }

        @Override
        protected void close(Subject done) {
            ((SqliteLedger) done.ledger()).close();
        }
    }

    @Nested
    class Giving extends GivingContract {
        @Override
        protected Subject fresh() {
            return onSqlite();
        }

        @Override
        protected Subject reopened(Subject before) {
            return reopen(before);
        }

        @Override
        protected void close(Subject done) {
            ((SqliteLedger) done.ledger()).close();
        }
    }

    @Nested
    class Sync extends AssignmentsContract {
        @Override
        protected Subject fresh() {
            return onSqlite();
        }

        @Override
        protected Subject reopened(Subject before) {
            return reopen(before);
        }

        @Override
        protected void close(Subject done) {
            ((SqliteLedger) done.ledger()).close();
        }
    }
}
