package io.passgate.issuer;

import io.passgate.rest.Handler;
import io.passgate.rest.Reply;
import io.passgate.rest.Router;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an issuer answers, path by path ({@code contract/license-backend.openapi.yaml}). Safe for use by many threads. */
final class IssuerService {
    private static final Logger LOG = LoggerFactory.getLogger(IssuerService.class);

    /** When a site may ask again after trouble. */
    private static final String RETRY_SECONDS = "60";

    private final BooleanSupplier off;

    IssuerService(BooleanSupplier off) {
        this.off = off;
    }

    Router router(
            SigningKeys signingKeys,
            BearerKey bearer,
            EnablerFiles enablerFiles,
            AssignmentBook book,
            InstantSource clock) {
        return Router.empty()
                .get(DefinitionService.PATH, new DefinitionService(signingKeys, bearer, clock))
                .get(EnablerFileService.PATH, new EnablerFileService(enablerFiles))
                .post(SyncService.PATH, new SyncService(signingKeys, bearer, book, clock))
                .get(SignersService.PATH, new SignersService(signingKeys))
                .filtered(this::available);
    }

    private Handler available(Handler service) {
        return call -> {
            if (off.getAsBoolean()) {
                return later("switched-off", "This license backend is switched off.");
            }
            try {
                return service.handle(call);
            } catch (IssuerFault e) {
                LOG.error("request {}: {}", call.id(), e.getMessage(), e);
                return later("unavailable", "This license backend cannot answer now.");
            }
        };
    }

    private static Reply later(String reason, String detail) {
        return Reply.problem(503, reason, detail).withHeader("Retry-After", RETRY_SECONDS);
    }
}
