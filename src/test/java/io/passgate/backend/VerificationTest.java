package io.passgate.backend;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.passgate.backend.PlayedBackend.DEFINITION;
import static io.passgate.backend.PlayedBackend.LICENSE;
import static io.passgate.backend.PlayedBackend.right;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import io.passgate.admission.LicenseOffice.LicenseStatus;
import io.passgate.contract.Answer;
import io.passgate.contract.Definition;
import io.passgate.contract.KeyStanding;
import io.passgate.contract.Nonce;
import io.passgate.contract.SigningKey;
import io.passgate.contract.SiteId;
import io.passgate.license.AccessType;
import io.passgate.license.Standing.State;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** One verification: what is taken from the license backend, and what each refusal is called. */
@Timeout(60)
class VerificationTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static PlayedBackend backend;

    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    private Site site;
    private SignedKeyLicense license;

    @BeforeAll
    static void play() throws Exception {
        backend = new PlayedBackend(shared);
    }

    @AfterAll
    static void stop() {
        backend.close();
    }

    @BeforeEach
    void begin() throws Exception {
        site = new Site(directory, backend);
        license = site.started(backend);
    }

    @AfterEach
    void end() {
        site.close();
    }

    @Test
    void theRightAnswerMakesTheLicenseValid() {
        backend.playsRight(site.clock, DEFINITION);

        LicenseStatus status = license.verify();

        assertThat(status.standing().state()).isEqualTo(State.VALID);
        assertThat(status.standing().verified()).contains(Site.BEGIN);
        assertThat(status.license()).isEqualTo(LICENSE);
        assertThat(status.terms().product()).isEqualTo("passgate");
        assertThat(status.terms().seq()).isEqualTo(7);
        assertThat(status.lastError()).isEmpty();
        assertThat(status.nextVerification().orElseThrow())
                .isBetween(Site.BEGIN.plus(Duration.ofHours(23)), Site.BEGIN.plus(Duration.ofHours(24)));
        assertThat(status.terms().seats())
                .containsEntry(AccessType.PROFESSIONAL, 3)
                .containsEntry(AccessType.ANALYZER, 5);
        assertThat(status.terms().tokens()).isEqualTo(2);
        assertThat(status.notes())
                .containsExactly(
                        "self-issued: this build has no signers of its own and trusts those of license.signers");
        assertThat(status.terms().capacity().minutes()).isEqualTo(60);
    }

    @Test
    void theRequestCarriesTheKeyAndNothingElseKnowsIt() throws Exception {
        CompletableFuture<PlayedBackend.Asked> seen = new CompletableFuture<>();
        backend.plays(asked -> {
            seen.complete(asked);
            return aResponse().withBody(right(asked, site.clock, DEFINITION).write(backend.vendor));
        });

        license.verify();

        var request = seen.join().request();
        assertThat(request.getUrl())
                .matches("/v1/definitions/portable/info\\?format=1&nonce=[\\w-]{22}&site=[\\w-]{22}");
        assertThat(request.getHeader("Authorization"))
                .isEqualTo("Bearer " + Files.readString(directory.resolve("license.key")));
        assertThat(request.getHeader("Accept")).isEqualTo("application/json");
    }

    @Test
    void theNonceIsAnotherEachTimeAndTheSiteTheSame() {
        List<String> nonces = new java.util.concurrent.CopyOnWriteArrayList<>();
        List<String> sites = new java.util.concurrent.CopyOnWriteArrayList<>();
        backend.playsSigned(asked -> {
            nonces.add(asked.nonce().text());
            sites.add(asked.site().text());
            return right(asked, site.clock, DEFINITION);
        });

        license.verify();
        license.verify();
        site.started(backend).verify();

        assertThat(nonces).doesNotHaveDuplicates().hasSize(3);
        assertThat(sites).hasSize(3).containsOnly(sites.get(0));
    }

    @Test
    void aDeniedLicenseIsRefusedAtOnceWhetherAnswered200Or403() {
        backend.playsRight(site.clock, DEFINITION);
        license.verify();
        Definition denied = DEFINITION.withDenyListed(true).withSeq(8);
        backend.plays(asked -> aResponse()
                .withStatus(403)
                .withBody(right(asked, site.clock, denied).write(backend.vendor)));

        license.verify();

        assertThat(site.state(license)).isEqualTo(State.REFUSED);
        assertThat(site.detail(license)).contains("deny list");
        assertThat(site.state(site.started(backend))).as("after a restart").isEqualTo(State.REFUSED);

        backend.playsRight(site.clock, DEFINITION.withSeq(9));
        license.verify();
        assertThat(site.state(license)).as("off the deny list again").isEqualTo(State.VALID);
    }

    @Test
    void aRevokedKeyIsRefusedAtOnce() {
        backend.playsSigned(asked -> new Answer(
                LICENSE, asked.site(), asked.nonce(), site.clock.instant(), KeyStanding.REVOKED, DEFINITION));

        license.verify();

        assertThat(site.state(license)).isEqualTo(State.REFUSED);
        assertThat(site.detail(license)).contains("the license key was revoked");
    }

    @Test
    void aLicenseForAnotherProductIsRefused() {
        backend.playsRight(
                site.clock,
                new Definition(
                        7,
                        DEFINITION.validFrom(),
                        Optional.empty(),
                        "sense",
                        false,
                        DEFINITION.allotments(),
                        2,
                        Optional.empty(),
                        DEFINITION.may()));

        license.verify();

        assertThat(site.state(license)).isEqualTo(State.REFUSED);
        assertThat(site.detail(license)).contains("the product sense, not for passgate");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | does not accept the license key (401)",
                "403 | refuses the license (403): it may be on the deny list",
                "404 | does not know the license, or license.backend.url is not its address (404)",
                "500 | is in trouble itself (500)",
                "503 | is in trouble itself (503)",
                "302 | answers something unexpected (302)"
            })
    void aStatusWithoutAnAnswerIsToldInWordsAndChangesNoVerifiedLicense(int status, String words) {
        backend.playsRight(site.clock, DEFINITION);
        license.verify();
        backend.plays(asked ->
                aResponse().withStatus(status).withHeader("Location", "/").withBody("{\"reason\":\"x\"}"));

        LicenseStatus after = license.verify();

        assertThat(after.lastError()).contains(words).contains("localhost");
        assertThat(after.standing().state()).isEqualTo(State.VALID);
    }

    @ParameterizedTest
    @CsvSource({"401, REFUSED", "403, REFUSED", "404, REFUSED", "500, MISSING"})
    void withoutAVerifiedLicenseTheStatusSaysWhetherItIsRefusedOrMissing(int status, State state) {
        backend.plays(asked -> aResponse().withStatus(status));

        LicenseStatus after = license.verify();

        assertThat(after.standing().state()).isEqualTo(state);
        assertThat(after.standing().detail()).contains("(" + status + ")");
        assertThat(after.license()).as("known from the key").isEqualTo(LICENSE);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE", "RANDOM_DATA_THEN_CLOSE", "MALFORMED_RESPONSE_CHUNK"
            })
    void aCutConnectionIsToldAsSuch(Fault fault) {
        backend.plays(asked -> aResponse().withFault(fault));

        assertThat(license.verify().lastError()).contains("was cut before the answer");
        assertThat(site.state(license)).isEqualTo(State.MISSING);
    }

    @Test
    void noAnswerAndABodyThatDribblesBothTimeOut() {
        SignedKeyLicense hasty = site.open(backend.url(), Duration.ofMillis(700));
        hasty.load();

        backend.plays(asked -> aResponse().withFixedDelay(20_000));
        assertThat(hasty.verify().lastError()).contains("did not answer in time");

        backend.plays(asked -> aResponse().withBody("x".repeat(64)).withChunkedDribbleDelay(64, 20_000));
        assertThat(hasty.verify().lastError()).contains("did not answer in time");
    }

    @Test
    void anAnswerWithoutEndIsCutAtItsBound() {
        backend.plays(asked -> aResponse().withBody("x".repeat(300 * 1_024)));

        assertThat(license.verify().lastError()).contains("too long to be one");
    }

    @Test
    void garbageIsRefused() {
        for (String garbage :
                List.of("", "<html>", "[]", "{}", "{\"license\":\"" + LICENSE + "\",\"sld\":\"a.b.c\"}")) {
            backend.plays(asked -> aResponse().withBody(garbage));

            assertThat(license.verify().lastError()).as(garbage).startsWith("the answer is not accepted: answer");
            assertThat(site.state(license)).isEqualTo(State.REFUSED);
        }
    }

    @Test
    void anAnswerSignedBySomebodyElseIsRefused() {
        SigningKey forger = SigningKey.make("vendor", RANDOM);
        backend.plays(asked ->
                aResponse().withBody(right(asked, site.clock, DEFINITION).write(forger)));
        assertThat(license.verify().lastError()).contains("the signature is not that of vendor");

        SigningKey stranger = SigningKey.make("stranger", RANDOM);
        backend.plays(asked ->
                aResponse().withBody(right(asked, site.clock, DEFINITION).write(stranger)));
        assertThat(license.verify().lastError()).contains("key id stranger, which may not sign this");
    }

    @Test
    void aTruncatedAnswerIsRefused() {
        backend.plays(asked -> {
            String whole = right(asked, site.clock, DEFINITION).write(backend.vendor);
            return aResponse().withBody(whole.substring(0, whole.length() - 12) + "\"}");
        });

        assertThat(license.verify().lastError()).contains("the answer is not accepted");
        assertThat(site.state(license)).isEqualTo(State.REFUSED);
    }

    @Test
    void anAnswerToAnotherQuestionIsRefused() {
        Nonce otherNonce = Nonce.draw(RANDOM);
        SiteId otherSite = SiteId.draw(RANDOM);
        backend.playsSigned(asked ->
                new Answer(LICENSE, asked.site(), otherNonce, site.clock.instant(), KeyStanding.VALID, DEFINITION));
        assertThat(license.verify().lastError()).contains("its nonce is not the one sent");

        backend.playsSigned(asked ->
                new Answer(LICENSE, otherSite, asked.nonce(), site.clock.instant(), KeyStanding.VALID, DEFINITION));
        assertThat(license.verify().lastError()).contains("made for another site");

        backend.playsSigned(asked -> new Answer(
                "9999000000000001", asked.site(), asked.nonce(), site.clock.instant(), KeyStanding.VALID, DEFINITION));
        assertThat(license.verify().lastError())
                .contains("about the license 9999000000000001, but the license key names " + LICENSE);
        assertThat(site.state(license)).isEqualTo(State.REFUSED);
    }

    @Test
    void aCapturedAnswerPlayedAgainIsRefused() {
        AtomicReference<String> captured = new AtomicReference<>("");
        backend.plays(asked -> {
            captured.set(right(asked, site.clock, DEFINITION).write(backend.vendor));
            return aResponse().withBody(captured.get());
        });
        license.verify();
        backend.plays(asked -> aResponse().withBody(captured.get()));

        assertThat(license.verify().lastError()).contains("its nonce is not the one sent");
    }

    @Test
    void anOlderDefinitionIsRefusedAlsoAfterARestartAndALostAnswer() throws Exception {
        backend.playsRight(site.clock, DEFINITION.withSeq(9));
        license.verify();
        backend.playsRight(site.clock, DEFINITION.withSeq(8));

        assertThat(license.verify().lastError()).contains("the number 8, but 9 was seen already");
        assertThat(license.status(site.clock.instant()).terms().seq()).isEqualTo(9);

        Files.delete(site.data.resolve("license-answer.json"));
        SignedKeyLicense again = site.started(backend);
        assertThat(again.verify().lastError()).contains("the number 8, but 9 was seen already");
        assertThat(site.state(again)).isEqualTo(State.REFUSED);
    }

    @ParameterizedTest
    @CsvSource({"PT14M59S, true", "-PT14M59S, true", "PT15M1S, false", "-PT15M1S, false"})
    void theSignedTimeMayBeAQuarterOfAnHourOffTheClock(Duration off, boolean accepted) {
        backend.playsSigned(asked -> right(asked, () -> site.clock.instant().plus(off), DEFINITION));

        LicenseStatus status = license.verify();

        assertThat(status.standing().state()).isEqualTo(accepted ? State.VALID : State.MISSING);
        assertThat(status.lastError().contains("set the clock")).isEqualTo(!accepted);
    }

    @Test
    void whereNobodyListensAndNobodyIsKnownIsToldInWords() throws Exception {
        int closed;
        try (var socket = new java.net.ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        assertThat(verifyAt(URI.create("https://localhost:" + closed))).contains("takes no connections");
        assertThat(verifyAt(URI.create("https://no-such-host.invalid"))).contains("is not known here");
    }

    private String verifyAt(URI url) {
        SignedKeyLicense other = site.open(url, Duration.ofSeconds(20));
        other.load();
        return other.verify().lastError();
    }
}
