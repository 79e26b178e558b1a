package io.passgate.store;

import io.passgate.admission.LedgerContract;
import io.passgate.admission.LedgerFixture;
import io.passgate.admission.LedgerJoinContract;
import io.passgate.admission.LedgerRaceContract;
import io.passgate.admission.RecordsContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The ledger on SQLite keeps the contract of every ledger. */
class SqliteLedgerTest {

    @TempDir
    private Path directory;

    private LedgerFixture.Subject onSqlite() {
        SqliteLedger ledger = new SqliteLedger(
                new StoreSettings("sqlite:" + directory.resolve("ledger.db"), StoreSettings.Synchronous.FULL),
                SqliteLedger.Limits.DEFAULT);
        ledger.start();
        return new LedgerFixture.Subject(ledger, ledger);
    }

    private LedgerFixture.Subject reopen(LedgerFixture.Subject before) {
        ((SqliteLedger) before.ledger()).close();
        return onSqlite();
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
}
