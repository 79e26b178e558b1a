package io.passgate.session;

/**
 * Names a session in the ledger, the log and the admin API. Not a secret: the gate cookie is another, unrelated value.
 *
 * @param value a UUID in its usual text form
 */
public record SessionId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
