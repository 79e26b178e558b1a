package io.passgate.planted.castle.contract;

import org.bouncycastle.crypto.signers.Ed25519Signer;

/** Keeps the rule. */
final class InnocentContract {
    Ed25519Signer signer() {
        return new Ed25519Signer();
    }
}
