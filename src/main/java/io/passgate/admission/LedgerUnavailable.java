package io.passgate.admission;

/** The store is lost or answers no more: nothing new can be decided, nothing was changed. */
public final class LedgerUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what failed, for the operator. */
    public LedgerUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
