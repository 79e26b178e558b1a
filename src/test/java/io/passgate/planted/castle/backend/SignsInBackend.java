package io.passgate.planted.castle.backend;

import org.bouncycastle.crypto.signers.Ed25519Signer;

/** Breaks: Bouncy Castle outside its room. */
final class SignsInBackend {
    Ed25519Signer signer() {
        return new Ed25519Signer();
    }
}
