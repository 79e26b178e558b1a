package io.passgate.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.passgate.admission.LicenseOffice.Form;
import io.passgate.admission.LicenseOffice.LicenseStatus;
import io.passgate.backend.BackendSettings;
import io.passgate.backend.LicenseFiles;
import io.passgate.backend.LicenseFiles.NotAccepted;
import io.passgate.backend.LicenseForm;
import io.passgate.backend.LicenseSettings;
import io.passgate.contract.Allotment;
import io.passgate.contract.Definition;
import io.passgate.contract.EnablerAttribute;
import io.passgate.contract.EnablerLine;
import io.passgate.contract.SigningKey;
import io.passgate.license.AccessType;
import io.passgate.license.May;
import io.passgate.license.Standing.State;
import io.passgate.rest.RestSettings;
import io.passgate.tls.CertifiedKey;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** License files are signed by the issuer that we ship, fetched over real TLS, checked and put in place. */
@Timeout(60)
class LicenseFilesTest {
    private static final String LICENSE = "9999000000002782";
    private static final String CONTROL = "8152639904";
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T08:00:00Z"));
    private static final List<EnablerLine> LINES = List.of(
            EnablerLine.of(EnablerAttribute.PRODUCTLEVEL, 50),
            EnablerLine.of(EnablerAttribute.PROFESSIONAL, 4),
            EnablerLine.of(EnablerAttribute.TIMELIMIT, "").to(LocalDate.parse("2027-12-31")));

    @TempDir
    Path directory;

    private Issuer issuer;
    private URI url;
    private Path lef;

    @BeforeEach
    void start() throws Exception {
        X509Bundle certificate = new CertificateBuilder()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        issuer = new Issuer(
                RestSettings.of("issuer", "127.0.0.1", 0)
                        .withTls(new CertifiedKey(
                                certificate.getKeyPair().getPrivate(), List.of(certificate.getCertificate()))),
                SigningKey.make("issuer", new SecureRandom()),
                CLOCK);
        url = URI.create("https://localhost:" + issuer.start());
        Files.writeString(directory.resolve("signers.pem"), issuer.signers().pem());
        Files.writeString(directory.resolve("ca.pem"), certificate.getCertificatePEM());
        lef = directory.resolve("license.lef");
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    private LicenseFiles files(LicenseForm form) {
        return new LicenseFiles(
                new LicenseSettings(form, Optional.of(directory.resolve("signers.pem"))),
                directory.resolve("data"),
                CLOCK);
    }

    private LicenseFiles byLef() {
        return files(new LicenseForm.EnablerFile(
                lef,
                Optional.of(new BackendSettings(url, Optional.of(directory.resolve("ca.pem")), Optional.empty()))));
    }

    private static LicenseStatus accepted(LicenseFiles.Outcome outcome) {
        return outcome.fold(LicenseFiles.Accepted::status, why -> {
            throw new AssertionError(why.problems().toString());
        });
    }

    private static NotAccepted refused(LicenseFiles.Outcome outcome) {
        return outcome.fold(
                sound -> {
                    throw new AssertionError("accepted: " + sound.status());
                },
                why -> why);
    }

    @Test
    void aFileIsFetchedBySerialAndControlNumberAndPutInPlace() throws Exception {
        String issued = issuer.issueEnablerFile(LICENSE, CONTROL, LINES);

        LicenseStatus status = accepted(byLef().fetch("9999 0000 0000 2782", CONTROL));

        assertThat(status.form()).isEqualTo(Form.LICENSE_ENABLER_FILE);
        assertThat(status.standing().state()).isEqualTo(State.VALID);
        assertThat(status.terms().seats(AccessType.PROFESSIONAL)).isEqualTo(4);
        assertThat(Files.readString(lef)).isEqualTo(issued);
        assertThat(accepted(byLef().configured().orElseThrow()).terms()).isEqualTo(status.terms());
    }

    @Test
    void aWrongSerialAndAWrongControlNumberAreAnsweredAlike() {
        issuer.issueEnablerFile(LICENSE, CONTROL, LINES);

        NotAccepted serial = refused(byLef().fetch("9999000000000001", CONTROL));
        NotAccepted control = refused(byLef().fetch(LICENSE, "8152639905"));

        assertThat(serial).isEqualTo(control);
        assertThat(serial.problems())
                .singleElement()
                .asString()
                .contains("has no License Enabler File of that serial and control number");
        assertThat(serial.passing()).isFalse();
        assertThat(lef).doesNotExist();
    }

    @Test
    void whatIsNoSerialOrControlNumberIsNotSent() {
        assertThat(refused(byLef().fetch("12", CONTROL)).problems())
                .containsExactly("the serial number: expected a license number of 16 digits");
        assertThat(refused(byLef().fetch(LICENSE, "x")).problems())
                .containsExactly("the control number: expected 4 to 32 digits");
    }

    @Test
    void anIssuerInTroubleOrAwayIsPassing() {
        issuer.switchOff(true);
        assertThat(refused(byLef().fetch(LICENSE, CONTROL)).passing()).isTrue();

        issuer.close();
        assertThat(refused(byLef().fetch(LICENSE, CONTROL)).passing()).isTrue();
    }

    @Test
    void aPastedFileIsPutInPlaceOnlyWhenItIsSound() throws Exception {
        Path pasted = directory.resolve("pasted.txt");
        String text = issuer.issueEnablerFile(LICENSE, CONTROL, LINES);
        Files.writeString(pasted, text.replace("PROFESSIONAL;4", "PROFESSIONAL;lots"));
        assertThat(refused(byLef().put(pasted)).problems())
                .singleElement()
                .asString()
                .contains("pasted.txt, line 5: PROFESSIONAL: value: expected a whole number");
        assertThat(lef).doesNotExist();

        Files.writeString(pasted, text.replace("\n", "\r\n"));
        accepted(byLef().put(pasted));
        assertThat(accepted(byLef().configured().orElseThrow()).license()).isEqualTo(LICENSE);
    }

    @Test
    void aFileThatHasEndedIsNotPutInPlace() throws Exception {
        Path pasted = directory.resolve("pasted.txt");
        Files.writeString(
                pasted,
                issuer.issueEnablerFile(
                        LICENSE,
                        CONTROL,
                        List.of(
                                EnablerLine.of(EnablerAttribute.PRODUCTLEVEL, 50),
                                EnablerLine.of(EnablerAttribute.TIMELIMIT, "").to(LocalDate.parse("2026-11-20")))));

        assertThat(refused(byLef().put(pasted)).problems())
                .singleElement()
                .asString()
                .contains("lets nobody in: the license ended at 2026-11-21T00:00:00Z");
    }

    @Test
    void everyKindOfLicenseFileIsRecognizedAndChecked() throws Exception {
        Instant now = CLOCK.instant();
        issuer.define(
                LICENSE,
                new Definition(
                        1,
                        now,
                        Optional.empty(),
                        Definition.PRODUCT,
                        false,
                        List.of(Allotment.of("analyzer", 6)),
                        0,
                        Optional.empty(),
                        May.DEFAULT));
        Path file = directory.resolve("given");

        Files.writeString(file, issuer.offlineDefinition(LICENSE));
        LicenseStatus offline = accepted(byLef().check(file));
        assertThat(offline.form()).isEqualTo(Form.OFFLINE_DEFINITION);
        assertThat(offline.terms().seats(AccessType.ANALYZER)).isEqualTo(6);
        assertThat(refused(byLef().put(file)).problems())
                .singleElement()
                .asString()
                .contains("found 1 lines");

        Files.writeString(file, issuer.issueKey(LICENSE).compact());
        assertThat(accepted(byLef().check(file)).form()).isEqualTo(Form.SIGNED_KEY);
        Files.writeString(file, issuer.issueEnablerFile(LICENSE, CONTROL, LINES));
        assertThat(accepted(byLef().check(file)).form()).isEqualTo(Form.LICENSE_ENABLER_FILE);
        Files.writeString(file, "eyJ");
        assertThat(refused(byLef().check(file)).problems()).hasSize(1);
        assertThat(refused(byLef().check(directory.resolve("absent"))).problems())
                .singleElement()
                .asString()
                .contains("the license file is missing");
    }

    @Test
    void withASignedKeyThereIsNothingToImport() {
        LicenseFiles byKey = files(new LicenseForm.SignedKey(
                directory.resolve("license.key"), new BackendSettings(url, Optional.empty(), Optional.empty())));

        assertThat(byKey.configured()).isEmpty();
        assertThat(refused(byKey.put(lef)).problems())
                .singleElement()
                .asString()
                .contains("license.keyFile");
        assertThat(refused(byKey.fetch(LICENSE, CONTROL)).problems()).hasSize(1);
    }

    @Test
    void theNumberRisesWithEveryFileAndWhatNoSiteWouldReadIsNotSigned() {
        String first = issuer.issueEnablerFile(LICENSE, CONTROL, LINES);
        String second = issuer.issueEnablerFile(LICENSE, CONTROL, LINES);

        assertThat(first).contains("ISSUE;" + CLOCK.instant().getEpochSecond() + ";2026-11-21;");
        assertThat(second).contains("ISSUE;" + (CLOCK.instant().getEpochSecond() + 1) + ";2026-11-21;");
        assertThatThrownBy(() -> issuer.issueEnablerFile(LICENSE, CONTROL, List.of()))
                .hasMessageContaining("lacks a line PRODUCTLEVEL");
        assertThatThrownBy(() -> issuer.issueEnablerFile("12", CONTROL, LINES)).hasMessageContaining("16 digits");
        assertThatThrownBy(() -> issuer.offlineDefinition(LICENSE)).hasMessageContaining("there is no license");
    }
}
