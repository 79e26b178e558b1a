package io.passgate.contract;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * Ed25519 (RFC 8032) over raw keys, and the one DER encoding that each key has (RFC 8410 §4, §7). Stateless.
 *
 * <p>An Ed25519 key in DER is a fixed prefix and 32 bytes; comparing the prefix accepts exactly that encoding and no other.
 */
final class Ed25519 {
    private static final int KEY_BYTES = 32;
    private static final byte[] PUBLIC_PREFIX = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
    };
    private static final byte[] PRIVATE_PREFIX = {
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20
    };

    private Ed25519() {}

    static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(false, new Ed25519PublicKeyParameters(publicKey));
        signer.update(message, 0, message.length);
        return signer.verifySignature(signature);
    }

    static byte[] sign(byte[] privateKey, byte[] message) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, new Ed25519PrivateKeyParameters(privateKey));
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }

    static byte[] newPrivateKey(SecureRandom random) {
        return new Ed25519PrivateKeyParameters(random).getEncoded();
    }

    static byte[] publicKeyOf(byte[] privateKey) {
        return new Ed25519PrivateKeyParameters(privateKey).generatePublicKey().getEncoded();
    }

    /** The raw public key in {@code der}, unless that is no Ed25519 key, or one of small order that fits any message. */
    static Optional<byte[]> publicKey(byte[] der) {
        return raw(der, PUBLIC_PREFIX)
                .filter(key -> org.bouncycastle.math.ec.rfc8032.Ed25519.validatePublicKeyFull(key, 0));
    }

    static Optional<byte[]> privateKey(byte[] der) {
        return raw(der, PRIVATE_PREFIX);
    }

    static byte[] publicDer(byte[] key) {
        return joined(PUBLIC_PREFIX, key);
    }

    static byte[] privateDer(byte[] key) {
        return joined(PRIVATE_PREFIX, key);
    }

    private static Optional<byte[]> raw(byte[] der, byte[] prefix) {
        boolean fits = der.length == prefix.length + KEY_BYTES
                && Arrays.equals(der, 0, prefix.length, prefix, 0, prefix.length);
        return fits ? Optional.of(Arrays.copyOfRange(der, prefix.length, der.length)) : Optional.empty();
    }

    private static byte[] joined(byte[] prefix, byte[] key) {
        byte[] der = Arrays.copyOf(prefix, prefix.length + key.length);
        System.arraycopy(key, 0, der, prefix.length, key.length);
        return der;
    }
}
