package io.passgate.issuer;

import io.passgate.contract.Answer;
import io.passgate.contract.Nonce;
import io.passgate.contract.SiteId;
import io.passgate.rest.Call;
import io.passgate.rest.Handler;
import io.passgate.rest.Reply;
import io.passgate.rest.RestProblem;
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

    private final SigningKeys signingKeys;
    private final BearerKey bearer;
    private final InstantSource clock;

    DefinitionService(SigningKeys signingKeys, BearerKey bearer, InstantSource clock) {
        this.signingKeys = signingKeys;
        this.bearer = bearer;
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
        BearerKey.Holder holder = bearer.of(call);
        Answer answer = holder.answer(site, nonce, clock.instant());
        return SyncService.json(holder.denied() ? 403 : 200, answer.write(signingKeys.current()));
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
}
