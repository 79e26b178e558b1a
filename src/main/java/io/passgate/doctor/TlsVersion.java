package io.passgate.doctor;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The versions of TLS, oldest first. The gate speaks the last two. */
enum TlsVersion {
    TLS_1_0(0x0301, "TLS 1.0"),
    TLS_1_1(0x0302, "TLS 1.1"),
    TLS_1_2(0x0303, "TLS 1.2"),
    TLS_1_3(0x0304, "TLS 1.3");

    static final List<TlsVersion> NEWEST_FIRST = List.of(TLS_1_3, TLS_1_2, TLS_1_1, TLS_1_0);

    private final int code;
    private final String words;

    TlsVersion(int code, String words) {
        this.code = code;
        this.words = words;
    }

    /** Its number on the wire. */
    int code() {
        return code;
    }

    String words() {
        return words;
    }

    boolean isSpokenHere() {
        return compareTo(TLS_1_2) >= 0;
    }

    static Optional<TlsVersion> of(int code) {
        return Stream.of(values()).filter(version -> version.code == code).findFirst();
    }
}
