package io.passgate.contract;

import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A private Ed25519 key with its key id. Immutable; never shown by {@link #toString}. */
public final class SigningKey {
    private static final String LABEL = "PRIVATE KEY";

    private final String kid;
    private final byte[] privateKey;

    private SigningKey(String kid, byte[] privateKey) {
        this.kid = kid;
        this.privateKey = privateKey;
    }

    /** A fresh key. */
    public static SigningKey make(String kid, SecureRandom random) {
        if (!Signer.KID.matcher(kid).matches()) {
            throw new IllegalArgumentException("kid must be " + Signer.KID_FORM);
        }
        return new SigningKey(kid, Ed25519.newPrivateKey(random));
    }

    /** The one key of a file that {@link #pem} wrote. */
    public static SigningKey read(String text, String place) throws ContractException {
        List<Pem.Block> blocks = Pem.read(text, place, LABEL, Set.of("kid"));
        if (blocks.size() != 1) {
            throw ContractException.malformed(
                    place, "expected one -----BEGIN PRIVATE KEY-----, found " + blocks.size());
        }
        Pem.Block block = blocks.get(0);
        String here = place + ", line " + block.line();
        byte[] privateKey = Ed25519.privateKey(block.der())
                .orElseThrow(() -> ContractException.malformed(here, "expected an Ed25519 private key (RFC 8410)"));
        return new SigningKey(Signers.kid(block, here), privateKey);
    }

    /** The private key as a file has it: to be written where only its owner reads. */
    public String pem() {
        return Pem.write(Map.of("kid", kid), LABEL, Ed25519.privateDer(privateKey));
    }

    /** Its key id. */
    public String kid() {
        return kid;
    }

    /** The public half, trusted for {@code purposes}. */
    public Signer signer(Set<Purpose> purposes) {
        return new Signer(kid, purposes, VerifyingKey.ed25519(Ed25519.publicKeyOf(privateKey)));
    }

    byte[] sign(byte[] message) {
        return Ed25519.sign(privateKey, message);
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "SigningKey[" + kid + "]";
    }
}
