package io.passgate.backend;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/** A verification did not succeed. The message says so in plain words, for an administrator, and holds no secrets. */
final class BackendException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    enum Trouble {
        /** A file of the site is not there or cannot be read or written. */
        FILES(false),
        /** What is kept was changed by somebody else, or comes from another host. */
        SEAL(false),
        /** The license key is not accepted by the site itself. */
        KEY(true),
        /** The License Enabler File or the offline definition is not accepted by the site itself. */
        LICENSE_FILE(true),
        /** The signer file is not accepted. */
        SIGNERS(true),
        /** The license backend does not accept the key (401). */
        UNAUTHORIZED(true),
        /** The license backend refuses the license (403), without a signature. */
        FORBIDDEN(true),
        /** The license backend does not know the license or the path (404). */
        NOT_FOUND(true),
        /** The license backend answers another status. */
        STATUS(false),
        /** No answer in time. */
        TIMEOUT(false),
        /** The forward proxy does not let the gate through. */
        PROXY(false),
        /** No connection. */
        UNREACHABLE(false),
        /** No such host name. */
        UNKNOWN_HOST(false),
        /** The certificate, or TLS itself. */
        TLS(false),
        /** The connection was cut, or spoke no HTTP. */
        CUT(false),
        /** The answer is not of its form, or not signed by a signer. */
        ANSWER(true),
        /** The answer answers another question: other nonce, site or license. */
        OTHER_QUESTION(true),
        /** The definition is older than one that was seen. */
        OLDER(true),
        /** The signed time and the clock of this machine are too far apart. */
        CLOCK(false);

        private final boolean refuses;

        Trouble(boolean refuses) {
            this.refuses = refuses;
        }

        /** Whether a license that was never verified counts as refused, not merely as missing, after this. */
        boolean refuses() {
            return refuses;
        }

        /** Whether it says more of the license than an earlier refusal does; that nobody answered does not. */
        boolean isDefinite() {
            return refuses || this == FILES || this == SEAL;
        }
    }

    private final Trouble trouble;
    private final Duration retryAfter;

    BackendException(Trouble trouble, String words) {
        this(trouble, words, Optional.empty(), Duration.ZERO);
    }

    BackendException(Trouble trouble, String words, Throwable cause) {
        this(trouble, words, Optional.of(cause), Duration.ZERO);
    }

    private BackendException(Trouble trouble, String words, Optional<Throwable> cause, Duration retryAfter) {
        super(words);
        this.trouble = requireNonNull(trouble, "trouble");
        this.retryAfter = retryAfter;
        cause.ifPresent(this::initCause);
    }

    /** The same, and the license backend wants to be left alone for so long. */
    BackendException after(Duration wait) {
        return new BackendException(trouble, words(), Optional.ofNullable(getCause()), wait);
    }

    /** How long the license backend wants to be left alone; zero when it did not say. */
    Duration retryAfter() {
        return retryAfter;
    }

    Trouble trouble() {
        return trouble;
    }

    String words() {
        return String.valueOf(getMessage());
    }
}
