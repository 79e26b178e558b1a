package io.passgate.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.admission.MemoryLedger;
import io.passgate.contract.Allotment;
import io.passgate.contract.Definition;
import io.passgate.contract.LicenseKey;
import io.passgate.contract.OfflineDefinition;
import io.passgate.contract.Purpose;
import io.passgate.contract.SignerLink;
import io.passgate.contract.Signers;
import io.passgate.contract.SigningKey;
import io.passgate.license.May;
import io.passgate.license.Standing.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chain of signers that a site has followed counts for its license files, too, once it is by file (decision 32). */
class FileSignersTest {
    private static final String LICENSE = "9999000000002782";
    private static final Instant BEGIN = Instant.parse("2026-11-21T08:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SigningKey FIRST = SigningKey.make("issuer-1", RANDOM);
    private static final SigningKey SECOND = SigningKey.make("issuer-2", RANDOM);
    private static final EnumSet<Purpose> ALL = EnumSet.allOf(Purpose.class);

    @TempDir
    Path directory;

    private final byte[] siteKey = new byte[32];
    private final MovedClock clock = new MovedClock(BEGIN);
    private Path data;
    private Path offline;

    @BeforeEach
    void begin() throws Exception {
        data = Files.createDirectories(directory.resolve("data"));
        offline = directory.resolve("license.sld");
        Files.writeString(
                directory.resolve("signers.pem"), Signers.of(FIRST.signer(ALL)).pem());
        Files.write(data.resolve("site.key"), siteKey);
    }

    private void followed(Seal seal) throws Exception {
        new Kept(data, seal)
                .chain(List.of(
                        SignerLink.issue(FIRST, SECOND.signer(ALL), BEGIN, List.of()),
                        SignerLink.issue(SECOND, SECOND.signer(ALL), BEGIN, List.of("issuer-1"))));
    }

    private void give(SigningKey signer, long seq) throws Exception {
        Definition definition = new Definition(
                seq,
                BEGIN,
                Optional.empty(),
                Definition.PRODUCT,
                false,
                List.of(Allotment.of("professional", 3)),
                0,
                Optional.empty(),
                May.DEFAULT);
        Files.writeString(offline, new OfflineDefinition(LICENSE, BEGIN, definition).write(signer));
    }

    private FileLicense gate() {
        FileLicense license = new FileLicense(
                GivenFile.offline(offline),
                new SiteSigners(Optional.empty(), Optional.of(directory.resolve("signers.pem"))),
                new SiteLicense.Surroundings(
                        data, clock, RANDOM, change -> {}, Site.sharing(new MemoryLedger()), new Seal(siteKey)),
                LocalDate.parse("2026-11-01"));
        license.load();
        license.step();
        return license;
    }

    private State state(FileLicense license) {
        return license.current(clock.instant()).standing().state();
    }

    private LicenseFiles files() {
        return new LicenseFiles(
                new LicenseSettings(
                        new LicenseForm.OfflineDefinition(offline), Optional.of(directory.resolve("signers.pem"))),
                data,
                clock);
    }

    private static boolean accepted(LicenseFiles.Outcome outcome) {
        return outcome.fold(sound -> true, why -> {
            assertThat(why.problems()).singleElement().asString().contains("issuer-");
            return false;
        });
    }

    @Test
    void theGateTakesNoFileOfARetiredSignerAndOneOfItsSuccessor() throws Exception {
        followed(new Seal(siteKey));
        give(FIRST, 1);
        try (FileLicense license = gate()) {
            assertThat(state(license)).isEqualTo(State.REFUSED);

            give(SECOND, 2);
            license.step();

            assertThat(state(license)).isEqualTo(State.VALID);
        }
        try (FileLicense again = gate()) {
            assertThat(again.status(clock.instant()).notes()).noneMatch(note -> note.contains("at the start"));
        }
    }

    @Test
    void aSignerRetiredBeforeARestartEndsWhatRestedOnIt() throws Exception {
        give(FIRST, 1);
        try (FileLicense license = gate()) {
            assertThat(state(license)).isEqualTo(State.VALID);

            followed(new Seal(siteKey));
            license.step();

            assertThat(state(license)).isEqualTo(State.REFUSED);
        }
        try (FileLicense again = gate()) {
            assertThat(state(again)).isEqualTo(State.REFUSED);
        }
    }

    @Test
    void aChainOfAnotherHostCountsForNothing() throws Exception {
        followed(Site.seal(RANDOM));
        give(SECOND, 1);

        try (FileLicense license = gate()) {
            assertThat(state(license)).isEqualTo(State.REFUSED);
        }
        assertThat(accepted(files().check(offline))).isFalse();
    }

    @Test
    void whatIsCheckedWithoutAGateIsCheckedAsTheGateDoes() throws Exception {
        followed(new Seal(siteKey));
        Path key = directory.resolve("license.key");
        Files.writeString(
                key, LicenseKey.issue(SECOND, UUID.randomUUID(), LICENSE).compact());
        assertThat(accepted(files().check(key))).isTrue();

        give(SECOND, 1);
        assertThat(accepted(files().check(offline))).isTrue();
        assertThat(files().configured().map(FileSignersTest::accepted)).contains(true);

        give(FIRST, 1);
        assertThat(accepted(files().check(offline))).isFalse();
        assertThat(accepted(files().put(offline))).isFalse();
        assertThat(files().request(Optional.empty(), new Seal(siteKey)).problems())
                .hasSize(1);
    }

    @Test
    void withoutASiteKeyNothingWasFollowedAndNoneIsMade() throws Exception {
        followed(new Seal(siteKey));
        Files.delete(data.resolve("site.key"));
        give(FIRST, 1);

        assertThat(accepted(files().check(offline))).isTrue();
        assertThat(data.resolve("site.key")).doesNotExist();
    }

    @Test
    void aSiteKeyThatCannotBeReadIsSaid() throws Exception {
        Files.write(data.resolve("site.key"), new byte[0]);
        give(FIRST, 1);

        List<String> problems = files().check(offline).fold(sound -> List.of(), LicenseFiles.NotAccepted::problems);

        assertThat(problems).singleElement().asString().startsWith("the site key cannot be used: ");
    }
}
