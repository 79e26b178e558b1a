package io.passgate.contract;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a signature is for. A signer is trusted for named purposes only, and each purpose has its own {@code typ}, so that
 * nothing signed for one can be shown for the other (RFC 8725 §3.11).
 */
public enum Purpose {
    /** A signed license key: names a license. */
    KEY("key", "JWT", 4_096),
    /** The signed part of an answer of the license backend: says what the license grants. */
    ANSWER("answer", "SLD", 128 * 1_024),
    /** A definition for a site without a license backend. */
    OFFLINE("offline", "SLD-OFFLINE", 128 * 1_024),
    /** A License Enabler File, which is no JWS: it begins with a digit, so neither can pass for the other. */
    LEF("lef", "LEF", 16 * 1_024),
    /**
     * The signed part of an answer to a site that synced its assignments; whoever may answer may sign it. The whole answer is
     * shorter than 192 KiB.
     */
    SYNC("answer", "SLD-SYNC", 191 * 1_024),
    /** A link in the chain of signers, signed by one who may answer. */
    SIGNERS("answer", "SLD-SIGNERS", 4_096),
    /** Puts back the highest time that one site has seen; whoever may sign its offline definition may sign it. */
    RESET("offline", "SLD-RESET", 4_096);

    private final String word;
    private final String type;
    private final int maxLength;

    Purpose(String word, String type, int maxLength) {
        this.word = word;
        this.type = type;
        this.maxLength = maxLength;
    }

    /** The purpose that a signer file must name for it: itself, or the one that it goes with. */
    Purpose trustedAs() {
        return switch (this) {
            case SYNC, SIGNERS -> ANSWER;
            case RESET -> OFFLINE;
            case KEY, ANSWER, OFFLINE, LEF -> this;
        };
    }

    /** As the signer file spells it. */
    public String word() {
        return word;
    }

    /** The {@code typ} of the JWS header. */
    String type() {
        return type;
    }

    /** The longest text that is looked at, in characters. */
    int maxLength() {
        return maxLength;
    }

    /** What the compact JWS {@code text} says it was signed for, unproved; empty when it is none. */
    public static Optional<Purpose> ofText(String text) {
        return Jws.typeOf(text.strip())
                .flatMap(type ->
                        Arrays.stream(values()).filter(p -> p.type.equals(type)).findFirst());
    }

    static Optional<Purpose> of(String word) {
        return Arrays.stream(values())
                .filter(p -> p.trustedAs() == p && p.word.equals(word))
                .findFirst();
    }
}
