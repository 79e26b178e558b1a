package io.passgate.backend;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.passgate.backend.PlayedBackend.DEFINITION;
import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.admission.LicenseOffice.LicenseStatus;
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

    @Test
    void aTamperedAnswerIsRefusedAndToldAndTheNextVerificationMendsIt() throws Exception {
        String text = Files.readString(kept("license-answer.json"));
        int at = text.indexOf("sld") + 200;
        String tampered = text.substring(0, at) + (text.charAt(at) == 'A' ? 'B' : 'A') + text.substring(at + 1);
        Files.writeString(kept("license-answer.json"), tampered);

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

    @Test
    void aKeptAnswerWithAnotherNonceOrHalfOfItIsRefused() throws Exception {
        String text = Files.readString(kept("license-answer.json"));

        Files.writeString(
                kept("license-answer.json"),
                text.replaceFirst("\"nonce\" : \"[^\"]*\"", "\"nonce\" : \"AAAAAAAAAAAAAAAAAAAAAA\""));
        assertThat(site.detail(site.started(backend))).contains("its nonce is not the one sent");

        Files.writeString(kept("license-answer.json"), text.substring(0, text.length() / 2));
        assertThat(site.detail(site.started(backend))).contains("is damaged").contains("license-answer.json");

        Files.writeString(kept("license-answer.json"), text.replace("\"format\" : 1", "\"format\" : 2"));
        assertThat(site.detail(site.started(backend))).contains("has another format");
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
        Files.copy(
                kept("license-answer.json"),
                other.data.resolve("license-answer.json"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThat(other.detail(other.started(backend))).contains("made for another site");
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
    void aDamagedRecordOfTheTimeDoesNotKeepTheGateFromStarting() throws Exception {
        Files.writeString(kept("license-seen.json"), "{");

        assertThat(site.state(site.started(backend))).isEqualTo(State.VALID);
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
