package io.passgate.doctor;

import static io.passgate.doctor.Patient.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.doctor.FilesJudge.Room;
import io.passgate.doctor.Finding.Area;
import io.passgate.doctor.Finding.Level;
import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import io.passgate.store.LedgerLook;
import io.passgate.store.SiteMark;
import io.passgate.store.SqliteLedger;
import io.passgate.store.StoreSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong on the gate's own machine – ledger, rights, room: named, and what to do. */
@Timeout(60)
class FilesFaultsTest {
    private static final long MIB = 1 << 20;
    private static final long GIB = 1 << 30;

    @TempDir
    Path directory;

    private Patient patient;
    private Path ledger;

    @BeforeEach
    void prepare() throws Exception {
        patient = new Patient(directory);
        ledger = directory.resolve("data/passgate.db");
        Files.createDirectories(directory.resolve("data"));
    }

    @AfterEach
    void close() {
        patient.close();
    }

    @Test
    void aLedgerThatIsNoDatabase() throws Exception {
        Files.writeString(ledger, "this is no database, however long it may be. ".repeat(100));

        Finding finding = wrong(patient.examined(), "ledger");

        assertThat(finding.wrong()).contains("this is no ledger of Passgate");
        assertThat(finding.toDo()).contains("correct store.url, or move " + ledger + " away");
        assertThat(finding.area()).isEqualTo(Area.DATA);
    }

    @Test
    void aLedgerOfANewerPassgate() throws Exception {
        made();
        sql("PRAGMA user_version = 99");

        Finding finding = wrong(patient.examined(), "ledger");

        assertThat(finding.seen()).contains("schema version 99");
        assertThat(finding.wrong()).contains("made by a newer Passgate");
        assertThat(finding.toDo()).contains("run the newer version");
    }

    @Test
    void aLedgerThatIsDamaged() throws Exception {
        made();
        byte[] bytes = Files.readAllBytes(ledger);
        for (int at = 4096; at < bytes.length; at += 3) {
            bytes[at] ^= 0x55;
        }
        Files.write(ledger, bytes);

        Finding finding = wrong(patient.examined(), "ledger");

        assertThat(finding.wrong()).contains("it is damaged");
        assertThat(finding.toDo()).contains("put a backup of it in place");
    }

    @Test
    void looksAtTheLedgerAndAllElseWithoutTouchingAnything() throws Exception {
        made();
        Doctor doctor = new Doctor(patient.settings(), Instant::now);
        Map<String, String> before = everything();

        Diagnosis diagnosis = doctor.examine(directory.resolve("broken.yaml"));

        assertThat(diagnosis.worst()).as(diagnosis.toString()).isEqualTo(Level.OK);
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void aLedgerWhoseLastGateWasKilledIsReadWithItsLog() throws Exception {
        Path killed = Files.createDirectory(directory.resolve("killed"));
        try (SqliteLedger running = new SqliteLedger(
                patient.settings().store(), SqliteLedger.Limits.DEFAULT, new SiteMark("mark", "here", false))) {
            running.start();
            running.records().seen(new User("DEMO", "ana"), Attributes.NONE, Instant.now());
            for (String name : List.of("passgate.db", "passgate.db-wal", "passgate.db-shm")) {
                Files.copy(directory.resolve("data").resolve(name), killed.resolve(name));
            }
        }
        StoreSettings store =
                new StoreSettings("sqlite:" + killed.resolve("passgate.db"), StoreSettings.Synchronous.FULL);
        byte[] file = Files.readAllBytes(killed.resolve("passgate.db"));
        byte[] log = Files.readAllBytes(killed.resolve("passgate.db-wal"));

        assertThat(new LedgerLook(store, Duration.ofSeconds(5)).look().state()).isEqualTo(LedgerLook.State.SOUND);
        assertThat(Files.readAllBytes(killed.resolve("passgate.db"))).isEqualTo(file);
        assertThat(Files.readAllBytes(killed.resolve("passgate.db-wal"))).isEqualTo(log);
    }

    @Test
    void aLedgerThatAGateIsWritingToIsSound() throws Exception {
        try (SqliteLedger running = new SqliteLedger(
                patient.settings().store(), SqliteLedger.Limits.DEFAULT, new SiteMark("mark", "here", false))) {
            running.start();

            assertThat(patient.examined().findings())
                    .anyMatch(f -> f.check().equals("ledger") && f.level() == Level.OK);
        }
    }

    @Test
    void aTokenThatEverybodyMayRead() throws Exception {
        Path token = Files.writeString(directory.resolve("data/admin.token"), "secret");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));

        Finding finding = wrong(patient.examined(), "rights");

        assertThat(finding.level()).isEqualTo(Level.WARNING);
        assertThat(finding.wrong()).contains("everybody on this machine may read it");
        assertThat(finding.toDo()).isEqualTo("chmod o-rwx " + token);
    }

    @Test
    void aDataDirectoryThatCannotBeMade() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "in the way");

        Finding finding = wrong(
                patient.examined(settings -> settings.replaceFirst("(?m)^data: .*$", "data: " + file.resolve("data"))),
                "directory");

        assertThat(finding.wrong()).contains("this account may not make it");
        assertThat(finding.toDo()).contains("chown");
        assertThat(finding.area()).isEqualTo(Area.CONFIGURATION);
    }

    @Test
    void aDiskThatIsFull() {
        Subject files = new Subject("files");

        assertThat(FilesJudge.room(files, directory, new Room(50 * GIB, 100 * GIB))
                        .level())
                .isEqualTo(Level.OK);
        assertThat(FilesJudge.room(files, directory, new Room(900 * MIB, 5 * GIB))
                        .level())
                .isEqualTo(Level.WARNING);
        assertThat(FilesJudge.room(files, directory, new Room(9 * GIB, 100 * GIB))
                        .level())
                .as("under a tenth")
                .isEqualTo(Level.WARNING);
        Finding full = FilesJudge.room(files, directory, new Room(99 * MIB, 100 * GIB));
        assertThat(full.isFault()).isTrue();
        assertThat(full.seen()).contains("99 MiB free of 100 GiB");
        assertThat(full.toDo()).contains("free some space");
    }

    /** A ledger as a gate leaves it. */
    private void made() throws Exception {
        try (SqliteLedger once = new SqliteLedger(
                patient.settings().store(), SqliteLedger.Limits.DEFAULT, new SiteMark("mark", "here", false))) {
            once.start();
        }
    }

    private void sql(String statement) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + ledger);
                Statement one = connection.createStatement()) {
            one.execute(statement);
        }
    }

    /** Every file below, with its time and size. */
    private Map<String, String> everything() throws Exception {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                all.put(
                        directory.relativize(file).toString(),
                        Files.getLastModifiedTime(file) + " " + (Files.isRegularFile(file) ? Files.size(file) : 0));
            }
        }
        return all;
    }
}
