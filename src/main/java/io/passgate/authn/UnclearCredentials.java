package io.passgate.authn;

/**
 * A head says in two ways who is asking, or says it in a way that cannot be read: a fault of the client, refused with 400
 * before anybody is identified (design.md §4). The message is for the sender and holds nothing they sent. Carries no stack
 * trace: whoever sends rubbish must not make us work.
 */
public final class UnclearCredentials extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String flaw;

    UnclearCredentials(String flaw) {
        super(flaw, null, false, false);
        this.flaw = flaw;
    }

    /** What is unclear, for the sender. */
    public String flaw() {
        return flaw;
    }
}
