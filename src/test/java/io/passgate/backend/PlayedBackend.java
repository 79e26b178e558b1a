package io.passgate.backend;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.netty.pkitesting.X509Bundle;
import io.passgate.contract.Allotment;
import io.passgate.contract.Answer;
import io.passgate.contract.ContractException;
import io.passgate.contract.Definition;
import io.passgate.contract.KeyStanding;
import io.passgate.contract.LicenseKey;
import io.passgate.contract.Nonce;
import io.passgate.contract.Purpose;
import io.passgate.contract.SignerLink;
import io.passgate.contract.Signers;
import io.passgate.contract.SigningKey;
import io.passgate.contract.SiteId;
import io.passgate.contract.SyncAnswer;
import io.passgate.contract.SyncRequest;
import io.passgate.license.May;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** WireMock plays the license backend over TLS. Its answers are scripted; the script may be changed while it runs. */
final class PlayedBackend implements AutoCloseable {
    static final String LICENSE = "9999000000002782";
    static final Definition DEFINITION = new Definition(
            7,
            Instant.parse("2026-01-01T00:00:00Z"),
            Optional.empty(),
            Definition.PRODUCT,
            false,
            List.of(Allotment.of("professional", 3), Allotment.of("analyzer", 5), Allotment.of("analyzer_time", 60)),
            2,
            Optional.empty(),
            May.DEFAULT);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String PASSWORD = "changeit";

    final Authority authority = new Authority("Test license CA");
    final SigningKey vendor = SigningKey.make("vendor", RANDOM);
    final AtomicInteger asked = new AtomicInteger();
    final AtomicInteger synced = new AtomicInteger();
    private final Map<SiteId, Long> acknowledged = new ConcurrentHashMap<>();
    private final WireMockServer server;
    private volatile Function<Asked, ResponseDefinitionBuilder> script =
            asked -> aResponse().withStatus(500);
    private volatile Function<AskedToSync, ResponseDefinitionBuilder> syncs =
            asked -> aResponse().withStatus(500);
    private volatile Function<Request, ResponseDefinitionBuilder> signers =
            asked -> aResponse().withStatus(404);

    PlayedBackend(Path directory) throws Exception {
        Path keys = directory.resolve("server.p12");
        X509Bundle bundle = authority.server("localhost");
        try (OutputStream out = Files.newOutputStream(keys)) {
            bundle.toKeyStore(PASSWORD.toCharArray()).store(out, PASSWORD.toCharArray());
        }
        server = new WireMockServer(options()
                .dynamicHttpsPort()
                .httpDisabled(true)
                .bindAddress("127.0.0.1")
                .keystorePath(keys.toString())
                .keystoreType("PKCS12")
                .keystorePassword(PASSWORD)
                .keyManagerPassword(PASSWORD)
                .containerThreads(16)
                .extensions(new Script()));
        server.start();
        server.stubFor(any(anyUrl()).willReturn(aResponse()));
    }

    /** A request, and what an honest backend reads from it. */
    record Asked(Request request) {
        Nonce nonce() {
            return new Nonce(request.queryParameter("nonce").firstValue());
        }

        SiteId site() {
            return new SiteId(request.queryParameter("site").firstValue());
        }
    }

    /** A request to sync, and what an honest backend reads from it. */
    record AskedToSync(Request request) {
        SyncRequest told() {
            try {
                return SyncRequest.read(request.getBody());
            } catch (ContractException e) {
                throw new AssertionError(e);
            }
        }
    }

    private final class Script implements ResponseDefinitionTransformerV2 {
        @Override
        public ResponseDefinition transform(ServeEvent event) {
            Request request = event.getRequest();
            return answer(request).build();
        }

        private ResponseDefinitionBuilder answer(Request request) {
            return switch (request.getUrl()) {
                case BackendClient.SYNC_PATH -> {
                    synced.incrementAndGet();
                    yield syncs.apply(new AskedToSync(request));
                }
                case BackendClient.SIGNERS_PATH -> signers.apply(request);
                default -> {
                    asked.incrementAndGet();
                    yield script.apply(new Asked(request));
                }
            };
        }

        @Override
        public String getName() {
            return "script";
        }
    }

    URI url() {
        return URI.create("https://localhost:" + server.httpsPort());
    }

    Signers signers() {
        return Signers.of(vendor.signer(EnumSet.allOf(Purpose.class)));
    }

    LicenseKey issueKey(String license) {
        return LicenseKey.issue(vendor, UUID.randomUUID(), license);
    }

    /** Every request to sync is answered like this from now on. */
    void playsSync(Function<AskedToSync, ResponseDefinitionBuilder> other) {
        syncs = other;
    }

    /** Takes up whatever is told, and has nothing to tell, at the time of {@code clock}. */
    void playsRightSync(InstantSource clock) {
        playsSync(asked -> aResponse().withBody(rightSync(asked.told(), clock).write(vendor)));
    }

    SyncAnswer rightSync(SyncRequest told, InstantSource clock) {
        told.changes().forEach(change -> acknowledged.put(told.site(), change.number()));
        return new SyncAnswer(
                LICENSE,
                told.site(),
                told.nonce(),
                clock.instant(),
                acknowledged.getOrDefault(told.site(), 0L),
                0,
                false,
                List.of(),
                List.of());
    }

    /** Whoever asks for the chain of signers is told this. */
    void playsSigners(List<String> chain) {
        signers = asked -> aResponse().withBody(SignerLink.answer(chain));
    }

    /** There is no chain of signers. */
    void playsNoSigners() {
        signers = asked -> aResponse().withStatus(404);
    }

    /** Every request for the definition is answered like this from now on. */
    void plays(Function<Asked, ResponseDefinitionBuilder> other) {
        script = other;
    }

    /** Answers as it should, with the time of {@code clock}. */
    void playsRight(InstantSource clock, Definition definition) {
        playsRightSync(clock);
        playsSigned(asked -> right(asked, clock, definition));
    }

    void playsSigned(Function<Asked, Answer> answer) {
        plays(asked -> aResponse().withBody(answer.apply(asked).write(vendor)));
    }

    static Answer right(Asked asked, InstantSource clock, Definition definition) {
        return new Answer(LICENSE, asked.site(), asked.nonce(), clock.instant(), KeyStanding.VALID, definition);
    }

    @Override
    public void close() {
        server.stop();
    }
}
