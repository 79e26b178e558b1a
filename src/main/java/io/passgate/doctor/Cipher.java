package io.passgate.doctor;

import java.util.List;
import java.util.stream.Stream;

/** The cipher suites that are offered to a server, those that nobody should use any more among them (IANA's registry). */
enum Cipher {
    TLS_AES_128_GCM_SHA256(0x1301),
    TLS_AES_256_GCM_SHA384(0x1302),
    TLS_CHACHA20_POLY1305_SHA256(0x1303),
    TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256(0xc02b),
    TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384(0xc02c),
    TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256(0xc02f),
    TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384(0xc030),
    TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256(0xcca9),
    TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256(0xcca8),
    TLS_DHE_RSA_WITH_AES_128_GCM_SHA256(0x009e),
    TLS_DHE_RSA_WITH_AES_256_GCM_SHA384(0x009f),
    TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256(0xc023),
    TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256(0xc027),
    TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384(0xc024),
    TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384(0xc028),
    TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA(0xc009),
    TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA(0xc00a),
    TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA(0xc013),
    TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA(0xc014),
    TLS_DHE_RSA_WITH_AES_128_CBC_SHA(0x0033),
    TLS_DHE_RSA_WITH_AES_256_CBC_SHA(0x0039),
    TLS_RSA_WITH_AES_128_GCM_SHA256(0x009c),
    TLS_RSA_WITH_AES_256_GCM_SHA384(0x009d),
    TLS_RSA_WITH_AES_128_CBC_SHA256(0x003c),
    TLS_RSA_WITH_AES_256_CBC_SHA256(0x003d),
    TLS_RSA_WITH_AES_128_CBC_SHA(0x002f),
    TLS_RSA_WITH_AES_256_CBC_SHA(0x0035),
    TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA(0xc012),
    TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA(0x0016),
    TLS_RSA_WITH_3DES_EDE_CBC_SHA(0x000a),
    TLS_ECDHE_RSA_WITH_RC4_128_SHA(0xc011),
    TLS_RSA_WITH_RC4_128_SHA(0x0005),
    TLS_RSA_WITH_RC4_128_MD5(0x0004),
    TLS_RSA_WITH_DES_CBC_SHA(0x0009);

    private static final int FIRST_OF_1_3 = 0x1301;
    private static final int LAST_OF_1_3 = 0x1303;

    private final int code;

    Cipher(int code) {
        this.code = code;
    }

    /** The numbers of those of TLS 1.3, or of those before it, best first. */
    static List<Integer> codes(boolean newest) {
        return Stream.of(values())
                .map(cipher -> cipher.code)
                .filter(code -> (code >= FIRST_OF_1_3 && code <= LAST_OF_1_3) == newest)
                .toList();
    }

    /** The name of the suite of that number. */
    static String name(int code) {
        return Stream.of(values())
                .filter(cipher -> cipher.code == code)
                .map(Cipher::name)
                .findFirst()
                .orElseGet(() -> "the cipher suite 0x%04x".formatted(code));
    }
}
