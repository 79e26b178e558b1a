package io.passgate.issuer;

import io.passgate.contract.Answer;
import io.passgate.contract.ContractException;
import io.passgate.contract.Definition;
import io.passgate.contract.KeyStanding;
import io.passgate.contract.LicenseKey;
import io.passgate.contract.Nonce;
import io.passgate.contract.Signers;
import io.passgate.contract.SigningKey;
import io.passgate.contract.SiteId;
import io.passgate.rest.Call;
import io.passgate.rest.Handler;
import io.passgate.rest.Reply;
import io.passgate.rest.RestProblem;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/**
 * Answers {@code GET /v1/definitions/portable/info} (domain.md §4.2): the definition of the license that the bearer's key
 * names, signed with the nonce and the site id of the request. A license on the deny list or a revoked key is answered 403,
 * signed likewise. Safe for use by many threads.
 */
final class DefinitionService implements Handler {
    static final String PATH = "/v1/definitions/portable/info";

    private static final String SCHEME = "Bearer ";

    private final SigningKey signingKey;
    private final Signers signers;
    private final Licenses licenses;
    private final InstantSource clock;

    DefinitionService(SigningKey signingKey, Signers signers, Licenses licenses, InstantSource clock) {
        this.signingKey = signingKey;
        this.signers = signers;
        this.licenses = licenses;
        this.clock = clock;
    }

    @Override
    public Reply handle(Call call) {
        String format = one(call, "format", text -> text);
        if (!format.equals(String.valueOf(Answer.FORMAT))) {
            throw RestProblem.badRequest(
                    "unknown-format", "This license backend answers in format " + Answer.FORMAT + ".");
        }
        Nonce nonce = one(call, "nonce", Nonce::new);
        SiteId site = one(call, "site", SiteId::new);
        LicenseKey key = key(call);
        Definition definition = licenses.find(key.license())
                .orElseThrow(
                        () -> new RestProblem(404, "no-such-license", "There is no license " + key.license() + "."));
        KeyStanding standing = licenses.isRevoked(key) ? KeyStanding.REVOKED : KeyStanding.VALID;
        boolean denied = definition.denyListed() || standing == KeyStanding.REVOKED;
        Answer answer = new Answer(key.license(), site, nonce, clock.instant(), standing, definition);
        return Reply.bytes(
                denied ? 403 : 200, "application/json", answer.write(signingKey).getBytes(StandardCharsets.UTF_8));
    }

    private static <T> T one(Call call, String name, Function<String, T> read) {
        List<String> values = call.queryAll(name);
        if (values.size() != 1) {
            throw RestProblem.badRequest("bad-request", "Send the query parameter '" + name + "' once.");
        }
        try {
            return read.apply(values.get(0));
        } catch (IllegalArgumentException e) {
            throw RestProblem.badRequest("bad-request", "The query parameter '" + name + "': " + e.getMessage() + ".");
        }
    }

    private LicenseKey key(Call call) {
        List<String> sent = call.headers("authorization");
        if (sent.size() != 1 || !sent.get(0).startsWith(SCHEME)) {
            throw new RestProblem(
                    401, "key-required", "Send the signed license key as 'Authorization: Bearer <key>', once.");
        }
        try {
            return LicenseKey.read(sent.get(0).substring(SCHEME.length()), signers);
        } catch (ContractException e) {
            throw new RestProblem(401, "key-refused", "The license key is not accepted: " + e.words() + ".");
        }
    }
}
