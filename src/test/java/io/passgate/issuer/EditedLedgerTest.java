package io.passgate.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.admission.LicenseOffice.LicenseStatus;
import io.passgate.backend.BackendSettings;
import io.passgate.backend.LicenseForm;
import io.passgate.backend.LicenseSettings;
import io.passgate.backend.Seal;
import io.passgate.backend.Sharing;
import io.passgate.backend.SiteLicense;
import io.passgate.contract.Assignment;
import io.passgate.contract.AssignmentChange;
import io.passgate.contract.AssignmentState;
import io.passgate.contract.LicenseKey;
import io.passgate.contract.Nonce;
import io.passgate.contract.SiteId;
import io.passgate.contract.SyncRequest;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Allocation;
import io.passgate.license.Quarantine;
import io.passgate.license.Terms;
import io.passgate.store.SiteMark;
import io.passgate.store.SqliteLedger;
import io.passgate.store.StoreSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A ledger that was edited with SQL behind the gate's back, or put back from a copy: what the license backend knows is the floor
 * (design.md §5, decision 37).
 */
@Timeout(120)
class EditedLedgerTest {
    private static final AccessType TYPE = AccessType.PROFESSIONAL;
    private static final int SEATS = 5;

    @TempDir
    private Path directory;

    private ServedIssuer served;
    private Path database;
    private SqliteLedger ledger;
    private SiteLicense license;
    private LicenseKey key;

    @BeforeEach
    void start() throws Exception {
        served = new ServedIssuer(directory);
        database = directory.resolve("passgate.db");
        key = served.issuer().issueKey(ServedIssuer.LICENSE);
        Files.writeString(directory.resolve("license.key"), key.compact());
        Files.writeString(
                directory.resolve("signers.pem"), served.issuer().signers().pem());
        Files.writeString(directory.resolve("ca.pem"), served.certificate.getCertificatePEM());
        startGate();
        IntStream.rangeClosed(1, SEATS).forEach(i -> allocate(user(i)));
        verify();
        assertThat(atTheBackend()).hasSize(SEATS);
    }

    @AfterEach
    void stop() {
        stopGate();
        served.close();
    }

    private void startGate() throws Exception {
        startLedger();
        license = SiteLicense.of(
                Optional.of(new LicenseSettings(
                        new LicenseForm.SignedKey(
                                directory.resolve("license.key"),
                                new BackendSettings(
                                        served.url(), Optional.of(directory.resolve("ca.pem")), Optional.empty())),
                        Optional.of(directory.resolve("signers.pem")))),
                new SiteLicense.Surroundings(
                        directory.resolve("data"),
                        served.clock,
                        ServedIssuer.RANDOM,
                        change -> {},
                        new Sharing(ledger.assignments(), (t, now) -> List.of(), changed -> {}, (number, error) -> {}),
                        new Seal(new byte[32])));
        license.start().toCompletableFuture().join();
    }

    private void startLedger() {
        ledger = new SqliteLedger(
                new StoreSettings("sqlite:" + database, StoreSettings.Synchronous.NORMAL),
                SqliteLedger.Limits.DEFAULT,
                new SiteMark("mark", "here", false));
        ledger.start();
    }

    private void stopGate() {
        license.close();
        ledger.close();
    }

    private static User user(int number) {
        return User.parse("CORP\\user" + number);
    }

    private Terms terms() {
        return license.current(served.now()).terms();
    }

    private void allocate(User user) {
        served.advance(Duration.ofSeconds(1));
        ledger.records().allocate(user, TYPE, terms(), served.now());
    }

    private void withdraw(User user) {
        served.advance(Duration.ofSeconds(1));
        ledger.records().withdraw(user, TYPE, terms(), Quarantine.ALWAYS, served.now());
    }

    /** Syncs, without an error, and gives out what the terms allow, as the gate does every minute. */
    private void verify() {
        LicenseStatus status = license.verify();
        assertThat(status.lastError()).isEmpty();
        assertThat(status.sync().orElseThrow().lastError()).isEmpty();
        assertThat(status.sync().orElseThrow().pending()).isZero();
        ledger.records().adjust(terms(), served.now());
    }

    private List<User> admitted() {
        return ledger.records().allocations().stream()
                .filter(Allocation::admits)
                .map(Allocation::user)
                .sorted(Comparator.comparing(User::written))
                .toList();
    }

    private List<User> atTheBackend() {
        return served.issuer().assignments(ServedIssuer.LICENSE).stream()
                .filter(a -> a.state() == AssignmentState.ALLOCATED)
                .map(Assignment::user)
                .sorted(Comparator.comparing(User::written))
                .toList();
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 5000");
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private long minutesUsed() {
        return ledger.records().stock(terms(), served.now()).minutesUsed();
    }

    @Test
    void minutesLoweredByHandAreThoseOfTheBackendAgainAtTheNextSync() throws Exception {
        sql("UPDATE capacity SET minutes_used = 600");
        verify();

        sql("UPDATE capacity SET minutes_used = 0, reported = 0");
        assertThat(minutesUsed()).isZero();
        verify();

        assertThat(minutesUsed()).isEqualTo(600);
    }

    @Test
    void accessPassesInsertedBeyondTheSeatsLetNobodyIn() throws Exception {
        for (int i = 6; i <= 9; i++) {
            sql(
                    "INSERT INTO users (name, attributes, first_seen, last_seen) VALUES ('corp\\user" + i
                            + "', '{}', 0, 0)",
                    "INSERT INTO allocations (user_name, access_type, allocated) SELECT 'corp\\user" + i
                            + "', access_type, 9000000000000000 FROM allocations LIMIT 1");
        }
        sql("UPDATE pools SET allocated = 0");

        verify();

        assertThat(ledger.records().allocations()).hasSize(9);
        assertThat(admitted()).hasSize(SEATS).doesNotContain(user(6), user(7), user(8), user(9));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE assignment_sync SET acknowledged = 0, sent = 0",
                "UPDATE assignment_sync SET acknowledged = 100, sent = 100, number = 100",
                "UPDATE assignment_sync SET number = 1, sent = 1, acknowledged = 1",
                "UPDATE assignment_sync SET number = 50",
                "UPDATE assignment_sync SET revision = 9000000000000000",
                "UPDATE assignment_sync SET revision = 0",
                "UPDATE assignment_sync SET license = '9999000000000001'",
                "DELETE FROM assignment_marks"
            })
    void theNumbersOfTheSyncEditedAreFoundOutAndNothingIsLost(String edit) throws Exception {
        withdraw(user(1));
        verify();
        sql(edit);

        allocate(user(6));
        allocate(user(7));
        withdrawElsewhere(user(5));
        verify();
        verify();

        assertThat(admitted()).containsExactly(user(2), user(3), user(4), user(6));
        assertThat(atTheBackend()).isEqualTo(admitted());
        withdraw(user(2));
        verify();
        assertThat(atTheBackend()).containsExactly(user(3), user(4), user(6));
    }

    private void withdrawElsewhere(User user) throws Exception {
        AssignmentChange withdrawn =
                new AssignmentChange(1, user, TYPE, AssignmentState.WITHDRAWN, Optional.empty(), served.now());
        served.sync(
                key.compact(),
                new SyncRequest(
                        SiteId.draw(ServedIssuer.RANDOM),
                        Nonce.draw(ServedIssuer.RANDOM),
                        0,
                        List.of(withdrawn),
                        List.of(),
                        List.of()));
    }

    @Test
    void aChangeStruckOutBeforeItWasToldIsFoundOutAndToldAllTheSame() throws Exception {
        withdraw(user(1));
        served.advance(Duration.ofDays(8));
        verify();
        allocate(user(6));
        withdraw(user(2));
        sql("DELETE FROM assignment_changes WHERE number = (SELECT min(number) FROM assignment_changes)");

        verify();

        assertThat(atTheBackend()).containsExactly(user(3), user(4), user(5), user(6));
        assertThat(admitted()).isEqualTo(atTheBackend());
    }

    @Test
    void yesterdaysLedgerTakesUpTheLostDayAndNumbersOnFromThere() throws Exception {
        stopGate();
        Path copy = Files.copy(database, directory.resolve("copy.db"));
        startGate();
        withdraw(user(1));
        served.advance(Duration.ofDays(8));
        verify();
        allocate(user(6));
        sql("UPDATE capacity SET minutes_used = minutes_used + 60");
        verify();
        stopGate();
        Files.copy(copy, database, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(directory.resolve("passgate.db-wal"));
        Files.deleteIfExists(directory.resolve("passgate.db-shm"));
        startLedger();
        withdraw(user(3)); // before the license backend is asked, under numbers that it knows already
        withdraw(user(4));
        ledger.close();

        startGate();
        verify();

        assertThat(admitted())
                .as("nothing of the lost day is lost, nothing comes back")
                .containsExactly(user(2), user(5), user(6));
        assertThat(atTheBackend()).isEqualTo(admitted());
        assertThat(minutesUsed()).isGreaterThanOrEqualTo(60);
        withdraw(user(2));
        verify();
        assertThat(atTheBackend()).as("told under a number of its own").doesNotContain(user(2));
    }
}
