package io.passgate.contract;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** A text form is not accepted. The message says what is wrong where, and never holds a key, a signature or a payload. */
public final class ContractException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong, for those who do not read sentences. */
    public enum Reason {
        /** It is not of its form: not base64url, not JSON, a member missing, unknown or of the wrong type, too long. */
        MALFORMED,
        /** Its format number is not one that this version reads. */
        FORMAT,
        /** It names an algorithm or a type that is not accepted here. */
        ALGORITHM,
        /** Nobody who may sign this has that key id. */
        SIGNER,
        /** The signature is not that of the signer it names. */
        SIGNATURE
    }

    private final Reason reason;
    private final String[] problems;

    ContractException(Reason reason, String message) {
        this(reason, List.of(message));
    }

    ContractException(Reason reason, List<String> problems) {
        super(String.join("; ", problems));
        this.reason = requireNonNull(reason, "reason");
        this.problems = problems.toArray(String[]::new);
    }

    static ContractException malformed(String place, String what) {
        return new ContractException(Reason.MALFORMED, place + ": " + what);
    }

    /** What is wrong. */
    public Reason reason() {
        return reason;
    }

    /** Each thing that is wrong, at least one. */
    public List<String> problems() {
        return List.of(problems);
    }

    /** All of it in one line; never absent. */
    public String words() {
        return String.valueOf(getMessage());
    }
}
