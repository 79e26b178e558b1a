package io.passgate.contract;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;

/** A public key with the one algorithm that it is for. Immutable. */
final class VerifyingKey {
    private static final int LEAST_RSA_BITS = 2_048;
    private static final int MOST_RSA_BITS = 8_192;
    private static final int ES256_BYTES = 64;

    /** What the DER of every P-256 key begins with (RFC 5480 §2): id-ecPublicKey, secp256r1, an uncompressed point. */
    private static final byte[] P256_PREFIX = {
        0x30,
        0x59,
        0x30,
        0x13,
        0x06,
        0x07,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0xce,
        0x3d,
        0x02,
        0x01,
        0x06,
        0x08,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0xce,
        0x3d,
        0x03,
        0x01,
        0x07,
        0x03,
        0x42,
        0x00,
        0x04
    };

    private final Algorithm algorithm;
    private final byte[] der;

    private VerifyingKey(Algorithm algorithm, byte[] der) {
        this.algorithm = algorithm;
        this.der = der;
    }

    static VerifyingKey ed25519(byte[] raw) {
        return new VerifyingKey(Algorithm.EDDSA, Ed25519.publicDer(raw));
    }

    /** The key in {@code der} (SubjectPublicKeyInfo), of a type on the list and in the one encoding that it has. */
    static VerifyingKey read(byte[] der, String here) throws ContractException {
        if (Ed25519.publicKey(der).isPresent()) {
            return new VerifyingKey(Algorithm.EDDSA, der.clone());
        }
        boolean p256 = der.length == P256_PREFIX.length + ES256_BYTES
                && Arrays.equals(der, 0, P256_PREFIX.length, P256_PREFIX, 0, P256_PREFIX.length);
        if (p256 && parsed("EC", der).filter(ECPublicKey.class::isInstance).isPresent()) {
            return new VerifyingKey(Algorithm.ES256, der.clone());
        }
        if (parsed("RSA", der)
                .filter(key -> key instanceof RSAPublicKey rsa
                        && rsa.getModulus().bitLength() >= LEAST_RSA_BITS
                        && rsa.getModulus().bitLength() <= MOST_RSA_BITS)
                .isPresent()) {
            return new VerifyingKey(Algorithm.RS512, der.clone());
        }
        throw ContractException.malformed(
                here,
                "expected a sound Ed25519 public key; or, for license keys, one of RSA with " + LEAST_RSA_BITS + " to "
                        + MOST_RSA_BITS + " bits, or of EC on P-256");
    }

    private static Optional<PublicKey> parsed(String type, byte[] der) {
        try {
            PublicKey key = KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(der));
            return Arrays.equals(key.getEncoded(), der) ? Optional.of(key) : Optional.empty();
        } catch (GeneralSecurityException e) {
            return Optional.empty(); // whoever reads the file says what is expected
        }
    }

    Algorithm algorithm() {
        return algorithm;
    }

    byte[] der() {
        return der.clone();
    }

    boolean signed(byte[] message, byte[] signature) {
        return switch (algorithm) {
            case EDDSA ->
                signature.length == 64
                        && Ed25519.publicKey(der)
                                .filter(raw -> Ed25519.verify(raw, message, signature))
                                .isPresent();
            case RS512 -> signed("RSA", "SHA512withRSA", message, signature);
            case ES256 ->
                signature.length == ES256_BYTES && signed("EC", "SHA256withECDSAinP1363Format", message, signature);
        };
    }

    private boolean signed(String type, String scheme, byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(scheme);
            verifier.initVerify(KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(der)));
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // a signature that cannot even be looked at is none
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyingKey key && Arrays.equals(der, key.der);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(der);
    }
}
