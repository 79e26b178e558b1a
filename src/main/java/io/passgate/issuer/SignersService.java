package io.passgate.issuer;

import io.passgate.contract.SignerLink;
import io.passgate.rest.Call;
import io.passgate.rest.Handler;
import io.passgate.rest.Reply;

/** Answers {@code GET /v1/signers} with the chain of signers, to anybody: it holds public keys only. Safe for use by many threads. */
final class SignersService implements Handler {
    static final String PATH = "/v1/signers";

    private final SigningKeys signingKeys;

    SignersService(SigningKeys signingKeys) {
        this.signingKeys = signingKeys;
    }

    @Override
    public Reply handle(Call call) {
        return SyncService.json(200, SignerLink.answer(signingKeys.chain()));
    }
}
