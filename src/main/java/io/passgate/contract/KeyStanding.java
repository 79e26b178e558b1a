package io.passgate.contract;

/** What the license backend says of the license key it was shown; the license itself may go on with another key. */
public enum KeyStanding {
    VALID("valid"),
    REVOKED("revoked");

    private final String word;

    KeyStanding(String word) {
        this.word = word;
    }

    /** As the answer spells it. */
    public String word() {
        return word;
    }
}
