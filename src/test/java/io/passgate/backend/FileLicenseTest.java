package io.passgate.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.admission.LicenseOffice.Form;
import io.passgate.admission.LicenseOffice.LicenseStatus;
import io.passgate.admission.MemoryLedger;
import io.passgate.contract.Allotment;
import io.passgate.contract.Definition;
import io.passgate.contract.EnablerAttribute;
import io.passgate.contract.EnablerFile;
import io.passgate.contract.EnablerLine;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A License Enabler File and an offline definition only start and end (domain.md §4.3, design.md §5), over moved time. */
@Timeout(60)
class FileLicenseTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant BEGIN = Instant.parse("2026-11-21T08:00:00Z");
    private static final LocalDate RELEASE = LocalDate.parse("2026-11-21");

    private final SigningKey vendor = SigningKey.make("vendor", RANDOM);
    private final MovedClock clock = new MovedClock(BEGIN);
    private final List<LicenseChange> changes = new CopyOnWriteArrayList<>();
    private final Seal seal = Site.seal(RANDOM);
    private final List<FileLicense> opened = new ArrayList<>();

    @TempDir
    Path directory;

    private Path lef;

    @BeforeEach
    void begin() throws Exception {
        lef = directory.resolve("license.lef");
        trust(vendor);
        give(1, professional(3));
    }

    @AfterEach
    void end() {
        opened.forEach(FileLicense::close);
    }

    private void trust(SigningKey key) throws Exception {
        Files.writeString(
                directory.resolve("signers.pem"),
                Signers.of(key.signer(EnumSet.allOf(Purpose.class))).pem());
    }

    private static EnablerLine professional(int seats) {
        return EnablerLine.of(EnablerAttribute.PROFESSIONAL, seats);
    }

    private static EnablerLine until(String day) {
        return EnablerLine.of(EnablerAttribute.TIMELIMIT, "").to(LocalDate.parse(day));
    }

    private String file(long issue, EnablerLine... lines) {
        List<EnablerLine> all = new ArrayList<>(List.of(lines));
        all.add(EnablerLine.of(EnablerAttribute.ISSUE, issue).from(RELEASE));
        if (all.stream().noneMatch(line -> line.attribute() == EnablerAttribute.PRODUCTLEVEL)) {
            all.add(EnablerLine.of(EnablerAttribute.PRODUCTLEVEL, 50));
        }
        return new EnablerFile("9999000000002782", all).write(vendor);
    }

    private void give(long issue, EnablerLine... lines) throws Exception {
        Files.writeString(lef, file(issue, lines));
    }

    /** The gate has just started and looked at the file once. */
    private FileLicense started(GivenFile given) {
        FileLicense license = new FileLicense(
                given,
                new SiteSigners(Optional.empty(), Optional.of(directory.resolve("signers.pem"))),
                new SiteLicense.Surroundings(
                        directory.resolve("data"), clock, RANDOM, changes::add, Site.sharing(new MemoryLedger()), seal),
                RELEASE);
        opened.add(license);
        license.load();
        license.step();
        return license;
    }

    private FileLicense started() {
        return started(GivenFile.lef(lef));
    }

    private State state(FileLicense license) {
        return license.current(clock.instant()).standing().state();
    }

    private int seats(FileLicense license) {
        return license.current(clock.instant()).terms().seats(AccessType.PROFESSIONAL);
    }

    private LicenseStatus status(FileLicense license) {
        return license.status(clock.instant());
    }

    @Test
    void itIsValidWithoutAnybodyVerifyingIt() {
        FileLicense license = started();

        LicenseStatus status = status(license);
        assertThat(status.form()).isEqualTo(Form.LICENSE_ENABLER_FILE);
        assertThat(status.standing().state()).isEqualTo(State.VALID);
        assertThat(status.standing().verified()).isEmpty();
        assertThat(status.nextVerification()).isEmpty();
        assertThat(status.lastError()).isEmpty();
        assertThat(status.notes())
                .satisfiesExactly(note -> assertThat(note).startsWith("self-issued"), note -> assertThat(note)
                        .contains("never calls a license backend"));
        assertThat(seats(license)).isEqualTo(3);
        assertThat(changes).hasSize(1);

        clock.move(Duration.ofDays(400));
        assertThat(state(license)).as("five days concern signed keys only").isEqualTo(State.VALID);
    }

    @Test
    void itEndsAfterTheDayOfItsTimelimitAndTellsOfIt() throws Exception {
        give(1, professional(3), until("2026-12-31"));
        FileLicense license = started();

        assertThat(license.current(clock.instant()).standing().goodUntil()).isEqualTo("2027-01-01T00:00:00Z");
        clock.set(Instant.parse("2026-12-31T23:59:59.999Z"));
        assertThat(state(license)).isEqualTo(State.VALID);
        clock.set(Instant.parse("2027-01-01T00:00:00Z"));
        assertThat(state(license)).isEqualTo(State.EXPIRED);

        license.step();
        assertThat(changes.get(changes.size() - 1).after().standing().state()).isEqualTo(State.EXPIRED);
    }

    @Test
    void aClockSetBackRevivesNothingNotEvenOverARestart() throws Exception {
        give(1, professional(3), until("2026-12-31"));
        FileLicense license = started();
        clock.set(Instant.parse("2027-01-01T00:00:00Z"));
        assertThat(state(license)).isEqualTo(State.EXPIRED);

        clock.set(BEGIN);
        assertThat(state(license)).isEqualTo(State.EXPIRED);
        license.close();
        FileLicense again = started();
        assertThat(state(again)).isEqualTo(State.EXPIRED);
        assertThat(status(again).notes())
                .anyMatch(note -> note.contains("was seen before: the license stands as of then"));
    }

    /** Nobody verifies such a license, so it goes on as of the clock; it is told, and what was in force stays a floor. */
    @Test
    void withoutTheRecordOfTheTimeItStandsAsOfTheClockAndSaysSo() throws Exception {
        String older = Files.readString(lef);
        give(2, professional(1), until("2026-12-31"));
        started().close();
        Path seen = directory.resolve("data").resolve("license-seen.json");
        String kept = Files.readString(seen);

        Files.writeString(seen, kept.replaceFirst("\"time\" : \"2026", "\"time\" : \"2025"));
        FileLicense edited = started();
        assertThat(state(edited)).isEqualTo(State.VALID);
        assertThat(status(edited).notes())
                .anyMatch(
                        n -> n.startsWith("at the start of the gate: the record of the highest time seen was changed"));
        edited.close();
        assertThat(status(started()).notes()).as("kept anew").noneMatch(n -> n.startsWith("at the start of the gate"));

        Files.delete(seen);
        Files.writeString(lef, older);
        FileLicense without = started();
        assertThat(seats(without)).isEqualTo(1);
        assertThat(status(without).lastError()).contains("has the number 1, but 2 was in force already");
        assertThat(status(without).notes())
                .contains("at the start of the gate: the record of the highest time seen is gone");
        clock.set(Instant.parse("2027-01-01T00:00:00Z"));
        assertThat(state(without)).isEqualTo(State.EXPIRED);
    }

    @Test
    void aKeptFileThatSomebodyElseWroteIsNotTakenUpAndToldAndTheFileItselfCounts() throws Exception {
        started().close();
        Path kept = directory.resolve("data").resolve("license-file.json");
        Files.writeString(kept, Files.readString(kept).replaceFirst("\"seal\" : \".", "\"seal\" : \"~"));

        FileLicense again = started();

        assertThat(state(again)).isEqualTo(State.VALID);
        assertThat(status(again).notes())
                .anyMatch(n -> n.contains("not taken up: the kept license file was changed by somebody else"));
    }

    @Test
    void linesBeginAndEndOnTheirDays() throws Exception {
        give(1, professional(3).from(LocalDate.parse("2026-12-01")).to(LocalDate.parse("2026-12-31")));
        FileLicense license = started();

        assertThat(seats(license)).isZero();
        clock.set(Instant.parse("2026-12-01T00:00:00Z"));
        assertThat(seats(license)).isEqualTo(3);
        clock.set(Instant.parse("2027-01-01T00:00:00Z"));
        assertThat(seats(license)).isZero();
    }

    @Test
    void aReleaseDatedAfterTheEndOfMaintenanceCannotBeLicensed() throws Exception {
        give(
                1,
                professional(3),
                EnablerLine.of(EnablerAttribute.PRODUCTLEVEL, 50).to(RELEASE));
        assertThat(state(started()))
                .as("maintenance until the day of the release")
                .isEqualTo(State.VALID);

        give(
                2,
                professional(3),
                EnablerLine.of(EnablerAttribute.PRODUCTLEVEL, 50).to(RELEASE.minusDays(1)));
        FileLicense license = started();
        assertThat(state(license)).isEqualTo(State.REFUSED);
        assertThat(status(license).standing().detail())
                .contains("the maintenance of the license ended on 2026-11-20")
                .contains("this release is dated 2026-11-21");
    }

    @Test
    void maintenanceThatEndsLaterEndsNothingForAReleaseOfBefore() throws Exception {
        give(
                1,
                professional(3),
                EnablerLine.of(EnablerAttribute.PRODUCTLEVEL, 50).to(RELEASE));
        FileLicense license = started();

        clock.move(Duration.ofDays(700));
        assertThat(state(license)).isEqualTo(State.VALID);
    }

    @Test
    void aChangedFileCountsFromTheNextLookOrAtOnceWhenAsked() throws Exception {
        FileLicense license = started();

        give(2, professional(8));
        assertThat(seats(license)).isEqualTo(3);
        license.step();
        assertThat(seats(license)).isEqualTo(8);
        assertThat(changes).hasSize(2);

        give(3, professional(9));
        assertThat(license.verify().terms().seats(AccessType.PROFESSIONAL)).isEqualTo(9);
    }

    @Test
    void aBadFileLeavesTheTermsInForceOverARestartTooAndIsTold() throws Exception {
        FileLicense license = started();
        Files.writeString(lef, file(2, professional(8)).replace("PROFESSIONAL;8", "PROFESSIONAL;9"));

        license.step();
        assertThat(seats(license)).isEqualTo(3);
        assertThat(status(license).lastError())
                .contains("the License Enabler File is not accepted")
                .contains("license.lef, line 6: the signature is not that of vendor");

        license.close();
        FileLicense again = started();
        assertThat(seats(again)).isEqualTo(3);
        assertThat(state(again)).isEqualTo(State.VALID);
        assertThat(status(again).lastError()).contains("line 6: the signature");

        give(2, professional(8));
        again.step();
        assertThat(seats(again)).isEqualTo(8);
        assertThat(status(again).lastError()).isEmpty();
    }

    @Test
    void aFileThatIsBadFromTheBeginningRefusesAndOneThatIsNotThereIsMissing() throws Exception {
        Files.writeString(lef, "4711\n");
        FileLicense license = started();
        assertThat(state(license)).isEqualTo(State.REFUSED);

        Files.delete(lef);
        license.step();
        assertThat(state(license)).isEqualTo(State.MISSING);
        assertThat(status(license).standing().detail()).contains("the License Enabler File is missing");

        give(1, professional(3));
        license.step();
        assertThat(state(license)).isEqualTo(State.VALID);
    }

    @Test
    void anOlderFileIsNotAcceptedOnceANewerOneWasInForce() throws Exception {
        String older = Files.readString(lef);
        FileLicense license = started();
        give(2, professional(1));
        license.step();
        assertThat(seats(license)).isEqualTo(1);

        Files.writeString(lef, older);
        license.step();
        assertThat(seats(license)).isEqualTo(1);
        assertThat(status(license).lastError()).contains("has the number 1, but 2 was in force already");
    }

    @Test
    void aSignerTakenAwayEndsWhatRestedOnIt() throws Exception {
        FileLicense license = started();

        trust(SigningKey.make("other", RANDOM));
        license.step();

        assertThat(state(license)).isEqualTo(State.REFUSED);
        assertThat(status(license).standing().detail()).contains("signed with the key id vendor, which may not");
    }

    @Test
    void aFileThatHoldsFromALaterDayLeavesTheOneBeforeInForceUntilThen() throws Exception {
        FileLicense license = started();
        give(
                2,
                professional(8),
                EnablerLine.of(EnablerAttribute.TIMELIMIT, "")
                        .from(LocalDate.parse("2026-12-01"))
                        .to(LocalDate.parse("2027-12-31")));

        license.step();
        assertThat(seats(license)).isEqualTo(3);
        assertThat(status(license).notes()).anyMatch(n -> n.startsWith("from 2026-12-01T00:00:00Z on, number 2"));
        license.close();
        FileLicense again = started();
        assertThat(seats(again)).as("over a restart too").isEqualTo(3);

        clock.set(Instant.parse("2026-12-01T00:00:00Z"));
        assertThat(seats(again)).isEqualTo(8);
        again.step();
        assertThat(seats(again)).isEqualTo(8);
        assertThat(status(again).notes()).noneMatch(n -> n.startsWith("from "));
    }

    private Definition definition(long seq, Instant from, int professional, boolean denied) {
        return new Definition(
                seq,
                from,
                Optional.of(Instant.parse("2027-06-01T00:00:00Z")),
                Definition.PRODUCT,
                denied,
                List.of(Allotment.of("professional", professional), Allotment.of("analyzer_time", 600)),
                0,
                Optional.empty(),
                May.DEFAULT);
    }

    private void giveOffline(Definition definition) throws Exception {
        Files.writeString(
                directory.resolve("license.sld"),
                new OfflineDefinition("9999000000002782", BEGIN, definition).write(vendor) + "\n");
    }

    @Test
    void anOfflineDefinitionStartsEndsAndChangesWhenTheDayOfTheNewOneComes() throws Exception {
        giveOffline(definition(1, BEGIN, 3, false));
        FileLicense license = started(GivenFile.offline(directory.resolve("license.sld")));
        assertThat(status(license).form()).isEqualTo(Form.OFFLINE_DEFINITION);
        assertThat(state(license)).isEqualTo(State.VALID);
        assertThat(license.current(BEGIN).terms().capacity().minutes()).isEqualTo(600);

        Instant later = BEGIN.plus(Duration.ofDays(30));
        giveOffline(definition(2, later, 7, false));
        license.step();
        assertThat(seats(license)).isEqualTo(3);
        clock.set(later.minusMillis(1));
        assertThat(seats(license)).isEqualTo(3);
        clock.set(later);
        assertThat(seats(license)).isEqualTo(7);

        clock.set(Instant.parse("2027-06-01T00:00:00Z"));
        assertThat(state(license)).isEqualTo(State.EXPIRED);
    }

    @Test
    void aDefinitionOnTheDenyListTakesEffectAtOnce() throws Exception {
        giveOffline(definition(1, BEGIN, 3, false));
        FileLicense license = started(GivenFile.offline(directory.resolve("license.sld")));

        giveOffline(definition(2, BEGIN, 3, true));
        license.step();

        assertThat(state(license)).isEqualTo(State.REFUSED);
        assertThat(status(license).standing().detail()).contains("deny list");
    }

    @Test
    void startedItLooksByItself() throws Exception {
        FileLicense license = new FileLicense(
                GivenFile.lef(lef),
                new SiteSigners(Optional.empty(), Optional.of(directory.resolve("signers.pem"))),
                new SiteLicense.Surroundings(
                        directory.resolve("data"), clock, RANDOM, changes::add, Site.sharing(new MemoryLedger()), seal),
                RELEASE);
        opened.add(license);
        assertThat(license.current(BEGIN).standing().state()).isEqualTo(State.MISSING);

        LicenseStatus status = license.start().toCompletableFuture().get(30, TimeUnit.SECONDS);

        assertThat(status.standing().state()).isEqualTo(State.VALID);
    }
}
