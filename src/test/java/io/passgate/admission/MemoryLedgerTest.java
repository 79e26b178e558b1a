package io.passgate.admission;

import org.junit.jupiter.api.Nested;

/** The ledger in memory keeps the contract of every ledger. */
class MemoryLedgerTest {

    private static LedgerFixture.Subject memory() {
        MemoryLedger ledger = new MemoryLedger();
        return new LedgerFixture.Subject(ledger, ledger, ledger);
    }

    private static LedgerFixture.Subject anew(LedgerFixture.Subject before) {
        MemoryLedger ledger = ((MemoryLedger) before.ledger()).restarted();
        return new LedgerFixture.Subject(ledger, ledger, ledger);
    }

    @Nested
    class Sessions extends LedgerContract {
        @Override
        protected Subject fresh() {
            return memory();
        }

        @Override
        protected Subject reopened(Subject before) {
            return anew(before);
        }
    }

    @Nested
    class Joining extends LedgerJoinContract {
        @Override
        protected Subject fresh() {
            return memory();
        }

        @Override
        protected Subject reopened(Subject before) {
            return anew(before);
        }
    }

    @Nested
    class Races extends LedgerRaceContract {
        @Override
        protected Subject fresh() {
            return memory();
        }

        @Override
        protected Subject reopened(Subject before) {
            return anew(before);
        }
    }

    @Nested
    class Properties extends LedgerPropertyContract {
        @Override
        protected Subject fresh() {
            return memory();
        }

        @Override
        protected Subject reopened(Subject before) {
            return anew(before);
        }

        @Override
        protected int cases() {
            return 300;
        }
    }

    @Nested
    class Administration extends RecordsContract {
        @Override
        protected Subject fresh() {
            return memory();
        }

        @Override
        protected Subject reopened(Subject before) {
            return anew(before);
        }
    }

    @Nested
    class Metered extends MeteredContract {
        @Override
        protected Subject fresh() {
            return memory();
        }

        @Override
        protected Subject reopened(Subject before) {
            return anew(before);
        }
    }

    @Nested
    class Giving extends GivingContract {
        @Override
        protected Subject fresh() {
            return memory();
        }

        @Override
        protected Subject reopened(Subject before) {
            return anew(before);
        }
    }

    @Nested
    class Sync extends AssignmentsContract {
        @Override
        protected Subject fresh() {
            return memory();
        }

        @Override
        protected Subject reopened(Subject before) {
            return anew(before);
        }
    }
}
