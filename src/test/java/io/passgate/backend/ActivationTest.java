package io.passgate.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.admission.MemoryLedger;
import io.passgate.contract.ActivationAnswer;
import io.passgate.contract.ActivationRequest;
import io.passgate.contract.Allotment;
import io.passgate.contract.Definition;
import io.passgate.contract.OfflineDefinition;
import io.passgate.contract.Purpose;
import io.passgate.contract.Signers;
import io.passgate.contract.SigningKey;
import io.passgate.license.AccessType;
import io.passgate.license.May;
import io.passgate.license.Standing.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A site without network asks for its license by a file and is answered by one, its clock put back where it ran ahead. */
class ActivationTest {
    private static final String LICENSE = "9999000000002782";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SigningKey VENDOR = SigningKey.make("vendor", RANDOM);
    private static final Instant BEGIN = Instant.parse("2026-11-21T08:00:00Z");

    @TempDir
    Path directory;

    private final MovedClock clock = new MovedClock(BEGIN);
    private final List<FileLicense> opened = new ArrayList<>();
    private final Seal seal = Site.seal(RANDOM);
    private Path offline;

    @BeforeEach
    void trust() throws Exception {
        offline = directory.resolve("license.sld");
        Files.writeString(
                directory.resolve("signers.pem"),
                Signers.of(VENDOR.signer(EnumSet.allOf(Purpose.class))).pem());
    }

    @AfterEach
    void end() {
        opened.forEach(FileLicense::close);
    }

    private Path data(String site) {
        return directory.resolve(site);
    }

    private FileLicense started() {
        FileLicense license = new FileLicense(
                GivenFile.offline(offline),
                new SiteSigners(Optional.empty(), Optional.of(directory.resolve("signers.pem"))),
                new SiteLicense.Surroundings(
                        data("here"), clock, RANDOM, change -> {}, Site.sharing(new MemoryLedger()), seal),
                LocalDate.parse("2026-11-01"));
        opened.add(license);
        license.load();
        license.step();
        return license;
    }

    private LicenseFiles files(String site) {
        return new LicenseFiles(
                new LicenseSettings(
                        new LicenseForm.OfflineDefinition(offline), Optional.of(directory.resolve("signers.pem"))),
                data(site),
                clock);
    }

    private static String definition(SigningKey signer, long seq) {
        Definition definition = new Definition(
                seq,
                BEGIN.minus(Duration.ofDays(30)),
                Optional.of(BEGIN.plus(Duration.ofDays(365))),
                Definition.PRODUCT,
                false,
                List.of(Allotment.of("professional", (int) seq)),
                0,
                Optional.empty(),
                May.DEFAULT);
        return new OfflineDefinition(LICENSE, BEGIN, definition).write(signer);
    }

    private String ask(String site) {
        LicenseFiles.Requested requested = files(site).request(Optional.of(LICENSE), seal);
        assertThat(requested.problems()).isEmpty();
        return requested.text();
    }

    private Path answer(String request, SigningKey signer, long seq, boolean reset) throws Exception {
        Path file = directory.resolve("answer.json");
        Files.writeString(
                file,
                ActivationAnswer.issue(
                        signer,
                        ActivationRequest.read(request, "request"),
                        definition(signer, seq),
                        clock.instant(),
                        reset));
        return file;
    }

    private void put(Path answer) {
        assertThat(problems(files("here").put(answer))).isEmpty();
    }

    private static List<String> problems(LicenseFiles.Outcome outcome) {
        return outcome.fold(sound -> List.of(), LicenseFiles.NotAccepted::problems);
    }

    private State state(FileLicense license) {
        return license.current(clock.instant()).standing().state();
    }

    /** A site whose clock ran two years ahead for a while, so that its license has ended. */
    private FileLicense poisoned() throws Exception {
        put(answer(ask("here"), VENDOR, 3, false));
        FileLicense license = started();
        assertThat(state(license)).isEqualTo(State.VALID);
        clock.move(Duration.ofDays(730));
        license.step();
        clock.set(BEGIN.plus(Duration.ofHours(1)));
        license.step();
        assertThat(state(license)).as("as of the highest time seen").isEqualTo(State.EXPIRED);
        assertThat(license.status(clock.instant()).notes()).anyMatch(n -> n.contains("was seen before"));
        return license;
    }

    @Test
    void aSiteIsLicensedByRequestAndAnswer() throws Exception {
        String request = ask("here");

        put(answer(request, VENDOR, 3, false));

        assertThat(ActivationRequest.read(request, "request").license()).isEqualTo(LICENSE);
        FileLicense license = started();
        assertThat(state(license)).isEqualTo(State.VALID);
        assertThat(license.current(clock.instant()).terms().seats(AccessType.PROFESSIONAL))
                .isEqualTo(3);
        assertThat(files("here").request(Optional.empty(), seal).problems())
                .as("the number is known now")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClockThatRanAheadIsPutBackByTheVendor(boolean restarted) throws Exception {
        FileLicense license = poisoned();

        put(answer(ask("here"), VENDOR, 4, true));
        if (restarted) {
            license.close();
            license = started();
        } else {
            license.step();
        }

        assertThat(state(license)).isEqualTo(State.VALID);
        license.close();
        assertThat(state(started())).as("and stays so").isEqualTo(State.VALID);
    }

    @Test
    void anAnswerWithoutAResetPutsNothingBack() throws Exception {
        FileLicense license = poisoned();

        put(answer(ask("here"), VENDOR, 4, false));
        license.step();

        assertThat(state(license)).isEqualTo(State.EXPIRED);
    }

    @Test
    void anAnswerCountsOnce() throws Exception {
        FileLicense license = poisoned();
        Path answer = answer(ask("here"), VENDOR, 4, true);
        put(answer);
        license.step();

        assertThat(problems(files("here").put(answer)))
                .singleElement()
                .asString()
                .contains("none is open here");

        put(answer(ask("here"), VENDOR, 5, false));
        assertThat(problems(files("here").put(answer))).isNotEmpty();
    }

    @Test
    void copiesOfRequestAndAnswerPutBackTheTimeOnceOnly() throws Exception {
        FileLicense license = poisoned();
        String request = ask("here");
        Path asked = data("here").resolve("license-request.json");
        put(answer(request, VENDOR, 4, true));
        String answered = Files.readString(data("here").resolve("license-answered.json"));
        license.step();
        clock.move(Duration.ofDays(730));
        license.step();
        clock.set(BEGIN.plus(Duration.ofHours(2)));

        Files.writeString(asked, request);
        Files.writeString(data("here").resolve("license-answered.json"), answered);
        license.step();

        assertThat(state(license)).isEqualTo(State.EXPIRED);
        assertThat(license.status(clock.instant()).lastError()).contains("was used already");
    }

    @Test
    void anAnswerToAnotherSiteIsRefused() throws Exception {
        ask("here");
        Path answer = answer(ask("elsewhere"), VENDOR, 4, true);

        assertThat(problems(files("here").put(answer)))
                .singleElement()
                .asString()
                .contains("answers another request");
        assertThat(offline).doesNotExist();
    }

    @Test
    void anAnswerBySomebodyElseIsRefused() throws Exception {
        Path answer = answer(ask("here"), SigningKey.make("vendor", RANDOM), 4, true);

        assertThat(problems(files("here").put(answer)))
                .singleElement()
                .asString()
                .contains("signature");
    }

    @Test
    void aResetThatIsPutIntoTheDataDirectoryByHandIsThrownAwayUnlessItAnswers() throws Exception {
        FileLicense license = poisoned();
        ask("here");
        Files.copy(answer(ask("elsewhere"), VENDOR, 4, true), data("here").resolve("license-answered.json"));

        license.step();

        assertThat(state(license)).isEqualTo(State.EXPIRED);
        assertThat(license.status(clock.instant()).lastError()).contains("answers another request");
        assertThat(data("here").resolve("license-answered.json")).doesNotExist();
        license.step();
        assertThat(license.status(clock.instant()).lastError()).isEmpty();
    }

    @Test
    void withoutANumberAndWithoutALicenseInPlaceItIsSaidWhatIsMissing() {
        assertThat(files("here").request(Optional.empty(), seal).problems())
                .singleElement()
                .asString()
                .contains("the offline definition is missing");
        assertThat(files("here").request(Optional.of("12"), seal).problems())
                .singleElement()
                .asString()
                .startsWith("the license number: ");
    }
}
