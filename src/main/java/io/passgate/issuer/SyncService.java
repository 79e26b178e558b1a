package io.passgate.issuer;

import io.passgate.contract.ContractException;
import io.passgate.contract.SyncRequest;
import io.passgate.rest.Call;
import io.passgate.rest.Handler;
import io.passgate.rest.Reply;
import io.passgate.rest.RestProblem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Answers {@code POST /v1/assignments/sync}: takes up what a site has changed and used, and tells it what others have. A license on
 * the deny list or a revoked key is answered 403 with the signed answer of the definition, and nothing is taken up. Safe for use by
 * many threads.
 */
final class SyncService implements Handler {
    static final String PATH = "/v1/assignments/sync";

    private final SigningKeys signingKeys;
    private final BearerKey bearer;
    private final AssignmentBook book;
    private final InstantSource clock;

    SyncService(SigningKeys signingKeys, BearerKey bearer, AssignmentBook book, InstantSource clock) {
        this.signingKeys = signingKeys;
        this.bearer = bearer;
        this.book = book;
        this.clock = clock;
    }

    @Override
    public Reply handle(Call call) {
        BearerKey.Holder holder = bearer.of(call);
        SyncRequest request = request(call);
        Instant now = clock.instant();
        if (holder.denied()) {
            return json(403, holder.answer(request.site(), request.nonce(), now).write(signingKeys.current()));
        }
        return json(200, book.sync(holder.key().license(), request, now).write(signingKeys.current()));
    }

    static Reply json(int status, String text) {
        return Reply.bytes(status, "application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    private static SyncRequest request(Call call) {
        if (!call.header("content-type").orElse("").startsWith("application/json")) {
            throw new RestProblem(415, "json-expected", "Send JSON with 'Content-Type: application/json'.");
        }
        try {
            return SyncRequest.read(call.bytes());
        } catch (ContractException e) {
            String reason = e.reason() == ContractException.Reason.FORMAT ? "unknown-format" : "bad-request";
            throw RestProblem.badRequest(reason, e.words() + ".");
        }
    }
}
