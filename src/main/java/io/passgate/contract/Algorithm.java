package io.passgate.contract;

/**
 * How a key signs: a property of the key that a signer file holds, never of the token (RFC 8725 §3.1). The list is all there is;
 * everything but license keys is signed by Ed25519.
 */
enum Algorithm {
    /** Ed25519 (RFC 8037). */
    EDDSA("EdDSA"),
    /** RSA, PKCS #1 v1.5 with SHA-512 (RFC 7518 §3.3); 2048 bits at the least. */
    RS512("RS512"),
    /** ECDSA on P-256 with SHA-256 (RFC 7518 §3.4); the signature is R and S, 64 bytes. */
    ES256("ES256");

    private final String word;

    Algorithm(String word) {
        this.word = word;
    }

    /** As the header of a JWS spells it. */
    String word() {
        return word;
    }
}
