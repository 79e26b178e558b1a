package io.passgate.wire;

/** Bytes that are not what the protocol allows. Carries no stack trace: whoever sends rubbish must not make us work. */
public final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Flaw flaw;

    /** A message with {@code flaw}. */
    public Malformed(Flaw flaw) {
        super(flaw.text(), null, false, false);
        this.flaw = flaw;
    }

    /** What is wrong. */
    public Flaw flaw() {
        return flaw;
    }
}
