package io.passgate.doctor;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a server answers to a {@link ClientHello}. Immutable.
 *
 * @param kind which of the four
 * @param chosen what it chose, when it chose
 * @param said what it said instead of TLS, or the name of its alert
 */
record TlsAnswer(Kind kind, Optional<Chosen> chosen, String said) {

    /** A choice, a refusal (an alert, or hanging up), something that is no TLS, or nothing. */
    enum Kind {
        CHOSE,
        REFUSED,
        NO_TLS,
        SILENT
    }

    /**
     * What a server chose.
     *
     * @param version of TLS
     * @param cipher its name, or its number where the name is not known here
     */
    record Chosen(TlsVersion version, String cipher) {}

    static final TlsAnswer REFUSED = new TlsAnswer(Kind.REFUSED, Optional.empty(), "hangs up");
    static final TlsAnswer SILENT = new TlsAnswer(Kind.SILENT, Optional.empty(), "says nothing");

    private static final int SERVER_HELLO = 2;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int RANDOM_BYTES = 32;

    static TlsAnswer chose(TlsVersion version, String cipher) {
        return new TlsAnswer(Kind.CHOSE, Optional.of(new Chosen(version, cipher)), "");
    }

    static TlsAnswer noTls(String said) {
        return new TlsAnswer(Kind.NO_TLS, Optional.empty(), firstLine(said));
    }

    /** An alert (RFC 8446 §6): level and description. */
    static TlsAnswer alert(byte[] body) {
        int description = body.length < 2 ? -1 : body[1] & 0xff;
        String name =
                switch (description) {
                    case 40 -> "handshake_failure";
                    case 70 -> "protocol_version";
                    case 71 -> "insufficient_security";
                    case 80 -> "internal_error";
                    case 86 -> "inappropriate_fallback";
                    case 112 -> "unrecognized_name";
                    default -> String.valueOf(description);
                };
        return new TlsAnswer(Kind.REFUSED, Optional.empty(), "answers with the alert " + name);
    }

    /** A ServerHello (RFC 8446 §4.1.3); a HelloRetryRequest is one, too. */
    static TlsAnswer serverHello(byte[] body) {
        ByteBuffer in = ByteBuffer.wrap(body);
        try {
            if (in.get() != SERVER_HELLO) {
                return noTls("a message of type " + body[0]);
            }
            in.position(4);
            int version = in.getShort() & 0xffff;
            in.position(in.position() + RANDOM_BYTES);
            in.position(in.position() + 1 + (in.get(in.position()) & 0xff));
            int cipher = in.getShort() & 0xffff;
            in.get();
            Optional<TlsVersion> chosen = TlsVersion.of(selectedVersion(in).orElse(version));
            return chosen.map(v -> chose(v, Cipher.name(cipher)))
                    .orElseGet(() -> noTls("a version of TLS that is not known: " + Integer.toHexString(version)));
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return noTls("a message that is cut short");
        }
    }

    private static Optional<Integer> selectedVersion(ByteBuffer in) {
        if (in.remaining() < 2) {
            return Optional.empty();
        }
        in.getShort();
        while (in.remaining() >= 4) {
            int extension = in.getShort() & 0xffff;
            int length = in.getShort() & 0xffff;
            if (extension == SUPPORTED_VERSIONS) {
                return Optional.of(in.getShort() & 0xffff);
            }
            in.position(in.position() + length);
        }
        return Optional.empty();
    }

    private static String firstLine(String said) {
        StringBuilder line = new StringBuilder();
        said.chars()
                .takeWhile(c -> c != '\r' && c != '\n')
                .forEach(c -> line.append(c < ' ' || c > '~' ? '.' : (char) c));
        return line.toString();
    }
}
