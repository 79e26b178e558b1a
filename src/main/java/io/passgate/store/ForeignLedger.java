package io.passgate.store;

/** The ledger belongs to another site. The message says, in plain words, whose it is and what to do. */
public final class ForeignLedger extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ForeignLedger(String message) {
        super(message);
    }
}
