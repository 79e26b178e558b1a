package io.passgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.store.LedgerLook.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A look at a ledger's file: what it tells apart, and that it leaves everything as it is. */
class LedgerLookTest {
    @TempDir
    private Path directory;

    private State look(Duration bound) {
        return new LedgerLook(settings(), bound).look().state();
    }

    private StoreSettings settings() {
        return new StoreSettings("sqlite:" + directory.resolve("ledger.db"), StoreSettings.Synchronous.NORMAL);
    }

    private void sql(String... statements) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("ledger.db"));
                Statement one = connection.createStatement()) {
            for (String statement : statements) {
                one.execute(statement);
            }
        }
    }

    private void made() {
        try (SqliteLedger once = new SqliteLedger(settings(), SqliteLedger.Limits.DEFAULT, Openings.SITE)) {
            once.start();
        }
    }

    @Test
    void tellsWhatIsNotThereEmptyOlderSoundAndNewer() throws Exception {
        assertThat(look(Duration.ofSeconds(5))).isEqualTo(State.MISSING);
        assertThat(files()).as("nothing is made").isEmpty();

        Files.createFile(directory.resolve("ledger.db"));
        assertThat(look(Duration.ofSeconds(5)))
                .as("a gate makes a ledger of it")
                .isEqualTo(State.OLDER);

        made();
        List<String> before = files();
        assertThat(look(Duration.ofSeconds(5))).isEqualTo(State.SOUND);
        assertThat(files()).as("no file beside it").isEqualTo(before);

        sql("PRAGMA user_version = " + (LedgerLook.schema() - 1));
        assertThat(look(Duration.ofSeconds(5))).isEqualTo(State.OLDER);
        sql("PRAGMA user_version = " + (LedgerLook.schema() + 1));
        assertThat(look(Duration.ofSeconds(5))).isEqualTo(State.NEWER);
    }

    @Test
    void tellsADatabaseOfAnotherApplicationAndADirectory() throws Exception {
        sql("CREATE TABLE theirs (id INTEGER)");
        assertThat(look(Duration.ofSeconds(5))).isEqualTo(State.NO_LEDGER);

        Files.delete(directory.resolve("ledger.db"));
        Files.createDirectory(directory.resolve("ledger.db"));
        assertThat(look(Duration.ofSeconds(5))).isEqualTo(State.UNREADABLE);
    }

    @Test
    void doesNotLookLongerThanItMay() throws Exception {
        made();
        sql(
                "INSERT INTO users (name, attributes, first_seen, last_seen) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)"
                        + " SELECT 'demo\\user-' || i, '{}', 0, 0 FROM n");

        assertThat(look(Duration.ofMillis(1))).isEqualTo(State.UNFINISHED);
        assertThat(look(Duration.ofMinutes(1))).isEqualTo(State.SOUND);
    }

    private List<String> files() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
