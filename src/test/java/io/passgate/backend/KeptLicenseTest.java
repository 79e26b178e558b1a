package io.passgate.backend;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.passgate.backend.PlayedBackend.DEFINITION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.admission.LicenseOffice.LicenseStatus;
import io.passgate.contract.Answer;
import io.passgate.contract.KeyStanding;
import io.passgate.contract.Purpose;
import io.passgate.contract.Signers;
import io.passgate.contract.SigningKey;
import io.passgate.license.AccessType;
import io.passgate.license.Standing.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept on disk, what is taken up again, and what the site's own files may do meanwhile. */
@Timeout(60)
class KeptLicenseTest {
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
        backend.playsRight(site.clock, DEFINITION);
        license = site.started(backend);
        license.step();
        assertThat(site.state(license)).isEqualTo(State.VALID);
        backend.plays(asked -> aResponse().withStatus(500));
    }

    @AfterEach
    void end() {
        site.close();
    }

    private Path kept(String name) {
        return site.data.resolve(name);
    }

    @Test
    void aVerifiedLicenseIsThereAgainAfterARestartWithoutTheBackend() {
        site.clock.move(Duration.ofHours(2));
        int asked = backend.asked.get();

        SignedKeyLicense again = site.started(backend);

        LicenseStatus status = again.status(site.clock.instant());
        assertThat(status.standing().state()).isEqualTo(State.VALID);
        assertThat(status.standing().verified()).contains(Site.BEGIN);
        assertThat(status.terms().seats()).containsEntry(AccessType.ANALYZER, 5);
        assertThat(backend.asked).hasValue(asked);
    }

    @Test
    void onlyTheOwnerReadsWhatIsKeptAndNoKeyIsAmongIt() throws Exception {
        try (Stream<Path> files = Files.list(site.data)) {
            List<Path> all = files.toList();
            assertThat(all)
                    .extracting(f -> f.getFileName().toString())
                    .containsExactlyInAnyOrder("site-id", "license-answer.json", "license-seen.json");
            for (Path file : all) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
                assertThat(Files.readString(file)).doesNotContain(Files.readString(directory.resolve("license.key")));
            }
        }
    }

    /** The gate itself would have written that. */
    private void sealed(String name, String text) throws Exception {
        ObjectNode content = (ObjectNode) new ObjectMapper().readTree(text);
        content.remove("seal");
        new SealedFile(kept(name), "the file", site.seal).write(content);
    }

    @Test
    void aTamperedAnswerIsRefusedAndToldAndTheNextVerificationMendsIt() throws Exception {
        String text = Files.readString(kept("license-answer.json"));
        int at = text.indexOf("sld") + 200;
        String tampered = text.substring(0, at) + (text.charAt(at) == 'A' ? 'B' : 'A') + text.substring(at + 1);
        sealed("license-answer.json", tampered);

        SignedKeyLicense again = site.started(backend);
        assertThat(site.state(again)).isEqualTo(State.REFUSED);
        assertThat(site.detail(again)).contains("the answer is not accepted: answer.sld");

        again.verify();
        assertThat(again.status(site.clock.instant()).notes()).anyMatch(n -> n.contains("not taken up as it was kept"));

        backend.playsRight(site.clock, DEFINITION);
        again.verify();
        assertThat(site.state(again)).isEqualTo(State.VALID);
        assertThat(again.status(site.clock.instant()).notes()).noneMatch(n -> n.contains("not taken up"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"license-answer.json", "license-seen.json"})
    void whatSomebodyElseWroteIsNotTakenUpAndTheNextVerificationMendsIt(String name) throws Exception {
        String text = Files.readString(kept(name));
        assertThat(text).contains("\"format\" : 2");
        for (String other : List.of(
                text.replaceFirst("\"(nonce|time)\" : \"", "$0A"),
                text.replaceFirst(",\\s*\"seal\" : \"[^\"]*\"", ""),
                text.replaceFirst("\"seal\" : \".", "\"seal\" : \"~"),
                text.replace("\"format\" : 2", "\"format\" : 1"),
                "[]")) {
            assertThat(other).isNotEqualTo(text);
            Files.writeString(kept(name), other);
            SignedKeyLicense again = site.started(backend);
            again.step();

            assertThat(site.state(again)).as(other).isEqualTo(State.MISSING);
            assertThat(again.status(site.clock.instant()).notes())
                    .anyMatch(n -> n.contains("was changed by somebody else than this gate, or comes from another host")
                            && n.contains(name));
        }

        backend.playsRight(site.clock, DEFINITION);
        license = site.started(backend);
        license.step();
        assertThat(site.state(license)).isEqualTo(State.VALID);
        license.close();
        assertThat(site.state(site.started(backend))).as("kept anew").isEqualTo(State.VALID);
    }

    /** Or the five days would begin anew as of a clock that was set back. */
    @Test
    void aKeptAnswerIsNotRevivedByTakingAwayTheRecordOfTheTimeNeitherNowNorLater() throws Exception {
        site.clock.move(Duration.ofDays(5));
        license.step();
        license.close();
        site.clock.set(Site.BEGIN.plusSeconds(60));
        Files.delete(kept("license-seen.json"));

        SignedKeyLicense again = site.started(backend);
        assertThat(site.state(again)).isEqualTo(State.MISSING);
        assertThat(site.detail(again))
                .isEqualTo("the record of the highest time seen is gone; " + "the license must be verified anew");
        again.step();
        again.close();
        assertThat(kept("license-seen.json"))
                .as("a record of its own, of the clock set back")
                .exists();

        assertThat(site.detail(site.started(backend))).contains("does not know of the kept answer");
    }

    @Test
    void anOlderAnswerOfTheSameNumberPutBackIsNotTakenUp() throws Exception {
        String older = Files.readString(kept("license-answer.json"));
        site.clock.move(Duration.ofHours(1));
        backend.playsSigned(asked -> new Answer(
                PlayedBackend.LICENSE,
                asked.site(),
                asked.nonce(),
                site.clock.instant(),
                KeyStanding.REVOKED,
                DEFINITION));
        license.verify();
        assertThat(site.state(license)).isEqualTo(State.REFUSED);

        Files.writeString(kept("license-answer.json"), older);

        assertThat(site.detail(site.started(backend)))
                .isEqualTo("the kept answer is of " + Site.BEGIN + ", but one of " + site.clock.instant()
                        + " was there already");
    }

    @Test
    void aKeptAnswerWithAnotherNonceOrHalfOfItIsRefused() throws Exception {
        String text = Files.readString(kept("license-answer.json"));

        sealed(
                "license-answer.json",
                text.replaceFirst("\"nonce\" : \"[^\"]*\"", "\"nonce\" : \"AAAAAAAAAAAAAAAAAAAAAA\""));
        assertThat(site.detail(site.started(backend))).contains("its nonce is not the one sent");

        Files.writeString(kept("license-answer.json"), text.substring(0, text.length() / 2));
        assertThat(site.detail(site.started(backend))).contains("is damaged").contains("license-answer.json");
    }

    @Test
    void theAnswerOfAnotherLicenseIsNotTakenUp() throws Exception {
        site.write("license.key", backend.issueKey("9999000000000001").compact());

        SignedKeyLicense again = site.started(backend);

        assertThat(site.state(again).admits()).isFalse();
        assertThat(site.detail(again)).contains("but the license key names 9999000000000001");
        assertThat(again.status(site.clock.instant()).license()).isEqualTo("9999000000000001");
    }

    @Test
    void theFilesOfAnotherSiteAreNotTakenUp() throws Exception {
        Site other = new Site(directory.resolve("other"), backend);
        backend.playsRight(other.clock, DEFINITION);
        other.started(backend).verify();
        String theirs = Files.readString(other.data.resolve("license-answer.json"));

        Files.writeString(kept("license-answer.json"), theirs);
        assertThat(site.detail(site.started(backend))).contains("or comes from another host");

        sealed("license-answer.json", theirs);
        assertThat(site.detail(site.started(backend))).as("with its key too").contains("made for another site");
        other.close();
    }

    @Test
    void anAnswerFromBeforeAHigherNumberWasSeenIsNotTakenUp() throws Exception {
        String older = Files.readString(kept("license-answer.json"));
        backend.playsRight(site.clock, DEFINITION.withSeq(8));
        license.verify();
        Files.writeString(kept("license-answer.json"), older);

        assertThat(site.detail(site.started(backend))).contains("the number 7, but 8 was seen already");
    }

    @Test
    void anotherKeyOfTheSameLicenseTakesTheAnswerUp() throws Exception {
        site.write("license.key", backend.issueKey(PlayedBackend.LICENSE).compact());

        assertThat(site.state(site.started(backend))).isEqualTo(State.VALID);
    }

    @Test
    void aKeyOfAnotherLicensePutThereWhileRunningEndsTheOld() throws Exception {
        site.write("license.key", backend.issueKey("9999000000000001").compact());

        license.verify();

        assertThat(site.state(license)).isEqualTo(State.MISSING);
    }

    @Test
    void aSignerTakenAwayWhileRunningEndsWhatItSigned() throws Exception {
        SigningKey other = SigningKey.make("other", new SecureRandom());
        site.write(
                "signers.pem",
                Signers.of(other.signer(EnumSet.allOf(Purpose.class)), backend.vendor.signer(EnumSet.of(Purpose.KEY)))
                        .pem());

        license.verify();

        assertThat(site.state(license)).isEqualTo(State.REFUSED);
        assertThat(site.detail(license)).contains("key id vendor, which may not sign this");
        assertThat(license.status(site.clock.instant()).lastError()).contains("(500)");
    }

    @Test
    void aKeyFileThatIsGoneForAMomentEndsNothing() throws Exception {
        Files.delete(directory.resolve("license.key"));

        LicenseStatus status = license.verify();

        assertThat(status.standing().state()).isEqualTo(State.VALID);
        assertThat(status.lastError()).startsWith("the license key is missing: there is no ");
        assertThat(site.state(site.started(backend))).as("but after a restart").isEqualTo(State.MISSING);
    }

    @Test
    void missingAndBadFilesAreToldAndMendedWithoutARestart() throws Exception {
        String key = Files.readString(directory.resolve("license.key"));
        site.write("license.key", key.substring(0, 100));
        SignedKeyLicense again = site.started(backend);
        assertThat(site.state(again)).isEqualTo(State.REFUSED);
        assertThat(site.detail(again))
                .contains("license.key is not accepted: license key: expected three parts")
                .doesNotContain(key.substring(0, 40));

        site.write("license.key", key);
        site.write("signers.pem", "nothing");
        assertThat(again.verify().lastError()).contains("signers.pem, line 1: expected -----BEGIN PUBLIC KEY-----");

        site.write("signers.pem", backend.signers().pem());
        site.write("ca.pem", "");
        assertThat(again.verify().lastError()).contains("holds no certificate");

        Files.delete(directory.resolve("ca.pem"));
        assertThat(again.verify().lastError())
                .contains("the certificate authorities of the license backend is missing");

        site.write("ca.pem", backend.authority.pem());
        backend.playsRight(site.clock, DEFINITION);
        assertThat(again.verify().standing().state()).isEqualTo(State.VALID);
    }

    @Test
    void aDamagedRecordOfTheTimeIsToldAndMendedByTheNextVerification() throws Exception {
        Files.writeString(kept("license-seen.json"), "{");

        SignedKeyLicense again = site.started(backend);
        assertThat(site.detail(again)).startsWith("the record of the highest time seen is damaged");

        backend.playsRight(site.clock, DEFINITION);
        again.step();
        assertThat(site.state(again)).isEqualTo(State.VALID);
    }

    @Test
    void aDataDirectoryThatCannotBeWrittenIsToldBeforeAnybodyIsAsked() throws Exception {
        Site other = new Site(directory.resolve("other"), backend);
        Files.writeString(other.data, "a file where the directory should be");
        int asked = backend.asked.get();

        SignedKeyLicense unwritable = other.started(backend);

        assertThat(unwritable.verify().lastError()).startsWith("the site id cannot be ");
        assertThat(backend.asked).hasValue(asked);
        other.close();
    }
}
