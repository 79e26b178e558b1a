package io.passgate.decision;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why a user is refused: the first thing that failed (design.md §3). The code is what the log, the API and problem+json
 * carry.
 */
public enum Refusal {
    LICENSE_MISSING(Kind.LICENSE, "license-missing"),
    LICENSE_REFUSED(Kind.LICENSE, "license-refused"),
    LICENSE_EXPIRED(Kind.LICENSE, "license-expired"),
    LICENSE_STALE(Kind.LICENSE, "license-stale"),
    USER_INACTIVE(Kind.NO_ACCESS_PASS, "user-inactive"),
    QUARANTINED(Kind.NO_ACCESS_PASS, "quarantined"),
    EXCESS(Kind.NO_ACCESS_PASS, "excess"),
    POOL_EMPTY(Kind.NO_ACCESS_PASS, "pool-empty"),
    PASSES_USED_UP(Kind.NO_ACCESS_PASS, "passes-used-up"),
    MINUTES_USED_UP(Kind.NO_ACCESS_PASS, "minutes-used-up"),
    NOTHING_ALLOCATED(Kind.NO_ACCESS_PASS, "nothing-allocated"),
    TOO_MANY_SESSIONS(Kind.TOO_MANY_SESSIONS, "too-many-sessions");

    /** The kinds of refusal: what page, status and notification are chosen by. */
    public enum Kind {
        /** The license lets nobody in. */
        LICENSE,
        /** This user has no access pass. */
        NO_ACCESS_PASS,
        /** This user is at the maximum of parallel sessions. */
        TOO_MANY_SESSIONS
    }

    private final Kind kind;
    private final String code;

    Refusal(Kind kind, String code) {
        this.kind = kind;
        this.code = code;
    }

    /** What kind it is. */
    public Kind kind() {
        return kind;
    }

    /** The stable reason code. */
    public String code() {
        return code;
    }

    /** The refusal of that code, if there is one. */
    public static Optional<Refusal> of(String code) {
        return Arrays.stream(values()).filter(r -> r.code.equals(code)).findFirst();
    }
}
