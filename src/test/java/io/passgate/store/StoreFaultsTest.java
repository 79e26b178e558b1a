package io.passgate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.passgate.admission.LedgerUnavailable;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Quarantine;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with the store is said with the file, what was expected and what was found; nothing is half-written. */
@Timeout(60)
class StoreFaultsTest {

    private static final User ANNA = User.parse("CORP\\anna");

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("data").resolve("ledger.db");
    }

    private SqliteLedger ledger() {
        return new SqliteLedger(
                new StoreSettings("sqlite:" + file, StoreSettings.Synchronous.FULL),
                SqliteLedger.Limits.DEFAULT,
                Openings.SITE);
    }

    private SqliteLedger ledger(String mark, boolean adopts) {
        return new SqliteLedger(
                new StoreSettings("sqlite:" + file, StoreSettings.Synchronous.FULL),
                SqliteLedger.Limits.DEFAULT,
                new SiteMark(mark, "the site " + mark, adopts));
    }

    private void startsFor(String mark, boolean adopts) {
        try (SqliteLedger ledger = ledger(mark, adopts)) {
            ledger.start();
        }
    }

    private void assertForeignFor(String mark) {
        try (SqliteLedger ledger = ledger(mark, false)) {
            assertThatThrownBy(ledger::start)
                    .isInstanceOf(ForeignLedger.class)
                    .hasMessageContaining(file + " belongs to another site: it was made by the site here, with another")
                    .hasMessageContaining("copy its whole data directory")
                    .hasMessageContaining("passgate run --adopt-ledger");
        }
    }

    @Test
    void theLedgerOfAnotherSiteIsRefusedUntilAPersonAdoptsIt() {
        startsFor("here", false);
        startsFor("here", false);
        assertForeignFor("there");
        assertForeignFor("there");

        startsFor("there", true);

        startsFor("there", false);
    }

    private void assertDoesNotStart(String... said) {
        SqliteLedger ledger = ledger();
        assertThatThrownBy(ledger::start)
                .isInstanceOf(LedgerUnavailable.class)
                .hasMessageContaining(file.toString())
                .hasMessageContainingAll(said);
        ledger.close();
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private void startOnce() {
        try (SqliteLedger ledger = ledger()) {
            ledger.start();
            ledger.records().allocate(ANNA, AccessType.PROFESSIONAL, Openings.TERMS, Openings.START);
        }
    }

    @Test
    void fileAndDirectoryAreTheOwnersOnly() throws IOException {
        startOnce();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void directoryIsMadeButNotTheOneAboveIt() {
        file = directory.resolve("mistyped/data/ledger.db");

        assertDoesNotStart("cannot make the directory", "expected that " + directory.resolve("mistyped") + " exists");

        assertThat(directory.resolve("mistyped")).doesNotExist();
    }

    @Test
    void directoryThatIsAFileIsNamed() throws IOException {
        Files.createFile(file.getParent());

        assertDoesNotStart("data");
    }

    @Test
    void fileThatIsNoDatabaseIsLeftAlone() throws IOException {
        Files.createDirectory(file.getParent());
        String text = "somebody's diary\n".repeat(500);
        Files.writeString(file, text);

        assertDoesNotStart("expected a SQLite database", "not a database");

        assertThat(file).hasContent(text);
    }

    @Test
    void databaseOfAnotherApplicationIsLeftAlone() throws Exception {
        Files.createDirectory(file.getParent());
        sql("CREATE TABLE recipes (name TEXT)");
        byte[] before = Files.readAllBytes(file);

        assertDoesNotStart("a database of another application");

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void ledgerOfANewerPassgateIsLeftAlone() throws Exception {
        startOnce();
        sql("PRAGMA user_version = 99");

        assertDoesNotStart("schema version 99", "newer Passgate", "this one knows " + LedgerFile.SCHEMA);
    }

    @Test
    void secondLedgerOnTheSameFileIsRefusedAndTheFirstGoesOn() {
        try (SqliteLedger first = ledger()) {
            first.start();

            assertDoesNotStart(
                    "in use by process " + ProcessHandle.current().pid(), "expected that no other process uses it");

            first.records().allocate(ANNA, AccessType.PROFESSIONAL, Openings.TERMS, Openings.START);
            assertThat(first.records().allocations()).hasSize(1);
        }
        startOnce();
    }

    @Test
    void corruptLedgerFailsAndIsNeverReadWrongly() throws IOException {
        startOnce();
        try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
            damaged.seek(4096);
            damaged.write(new byte[(int) damaged.length() - 4096]);
        }

        SqliteLedger ledger = ledger();
        assertThatThrownBy(() -> {
                    ledger.start();
                    ledger.records().allocations();
                })
                .isInstanceOf(LedgerUnavailable.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("malformed");
        assertThatThrownBy(() -> ledger.open(Openings.of(ANNA, Openings.START))
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(LedgerUnavailable.class);
        ledger.close();
    }

    /** Somebody works on the file with another tool: what waits fails after the busy timeout, and it goes on afterwards. */
    @Test
    void fileLockedByAnotherToolFailsOpeningsUntilItIsReleased() throws Exception {
        try (SqliteLedger ledger = ledger()) {
            ledger.start();
            ledger.records().allocate(ANNA, AccessType.PROFESSIONAL, Openings.TERMS, Openings.START);
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement statement = other.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");

                assertThatThrownBy(() -> ledger.open(Openings.of(ANNA, Openings.START))
                                .toCompletableFuture()
                                .join())
                        .hasCauseInstanceOf(LedgerUnavailable.class)
                        .hasMessageContaining("locked");
                assertThat(ledger.records().sessions()).as("reading goes on").isEmpty();

                statement.execute("ROLLBACK");
            }
            ledger.open(Openings.of(ANNA, Openings.START)).toCompletableFuture().join();
            assertThat(ledger.records().sessions()).hasSize(1);
        }
    }

    @Test
    void closedLedgerFailsInsteadOfWaiting() {
        SqliteLedger ledger = ledger();
        ledger.start();
        ledger.close();

        assertThatThrownBy(ledger.records()::users).isInstanceOf(LedgerUnavailable.class);
        assertThatThrownBy(() -> ledger.records()
                        .withdraw(ANNA, AccessType.PROFESSIONAL, Openings.TERMS, Quarantine.BY_FAMILY, Openings.START))
                .isInstanceOf(LedgerUnavailable.class);
        ledger.close();
    }
}
