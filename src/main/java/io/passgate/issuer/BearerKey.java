package io.passgate.issuer;

import io.passgate.contract.Answer;
import io.passgate.contract.ContractException;
import io.passgate.contract.Definition;
import io.passgate.contract.KeyStanding;
import io.passgate.contract.LicenseKey;
import io.passgate.contract.Nonce;
import io.passgate.contract.SiteId;
import io.passgate.rest.Call;
import io.passgate.rest.RestProblem;
import java.time.Instant;
import java.util.List;

/** Who calls: the license key that a call carries, and what is held for its license. Safe for use by many threads. */
final class BearerKey {
    private static final String SCHEME = "Bearer ";

    private final SigningKeys signingKeys;
    private final LicenseKeys keys;
    private final Licenses licenses;

    BearerKey(SigningKeys signingKeys, LicenseKeys keys, Licenses licenses) {
        this.signingKeys = signingKeys;
        this.keys = keys;
        this.licenses = licenses;
    }

    /** A license key that was issued here. */
    record Holder(LicenseKey key, KeyStanding standing, Definition definition) {
        /** Whether the site is refused, with a signed answer. */
        boolean denied() {
            return definition.denyListed() || standing == KeyStanding.REVOKED;
        }

        Answer answer(SiteId site, Nonce nonce, Instant now) {
            return new Answer(key.license(), site, nonce, now, standing, definition);
        }
    }

    /**
     * Whose call it is.
     *
     * @throws RestProblem 401 when it carries no key, or none that was issued here; 404 when its license is not held
     */
    Holder of(Call call) {
        LicenseKey key = key(call);
        KeyStanding standing = keys.standing(key)
                .orElseThrow(() -> new RestProblem(
                        401,
                        "key-refused",
                        "The license key " + key.id() + " was not issued by this license backend."));
        Definition definition = licenses.find(key.license())
                .orElseThrow(
                        () -> new RestProblem(404, "no-such-license", "There is no license " + key.license() + "."));
        return new Holder(key, standing, definition);
    }

    private LicenseKey key(Call call) {
        List<String> sent = call.headers("authorization");
        if (sent.size() != 1 || !sent.get(0).startsWith(SCHEME)) {
            throw new RestProblem(
                    401, "key-required", "Send the signed license key as 'Authorization: Bearer <key>', once.");
        }
        try {
            return LicenseKey.read(sent.get(0).substring(SCHEME.length()), signingKeys.signers());
        } catch (ContractException e) {
            throw new RestProblem(401, "key-refused", "The license key is not accepted: " + e.words() + ".");
        }
    }
}
