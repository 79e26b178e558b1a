package io.passgate.issuer;

/** What an issuer keeps cannot be read or written; the message says what and where. */
public final class IssuerFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IssuerFault(String message) {
        super(message);
    }

    IssuerFault(String message, Throwable cause) {
        super(message, cause);
    }
}
