package io.passgate.store;

import io.passgate.property.Chance;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;

/** The ledger of a simulated site and the files it lies in, which can be copied as a crash would leave them. For one thread. */
final class SiteFile implements AutoCloseable {

    private final Path directory;
    private SqliteLedger ledger;
    private SiteChecks checks;

    SiteFile(Path directory) throws SQLException, IOException {
        this.directory = Files.createDirectories(directory);
        this.ledger = started();
        this.checks = SiteChecks.of(database());
    }

    /** How the files were before a step. */
    record Mark(long file, long log) {}

    private Path database() {
        return directory.resolve("ledger.db");
    }

    private Path log() {
        return directory.resolve("ledger.db-wal");
    }

    private SqliteLedger started() {
        SqliteLedger started = new SqliteLedger(
                new StoreSettings("sqlite:" + database(), StoreSettings.Synchronous.NORMAL),
                new SqliteLedger.Limits(100_000, SiteSteps.GRACE, 10_000),
                Openings.SITE);
        started.start();
        return started;
    }

    SqliteLedger ledger() {
        return ledger;
    }

    SiteChecks.Dump dump() throws SQLException {
        return checks.dump();
    }

    Mark mark() throws IOException {
        return new Mark(Files.size(database()), Files.exists(log()) ? Files.size(log()) : 0);
    }

    /** Whether the step was written to the end of the log, so that cutting it there is what a crash leaves. */
    boolean onlyLogGrew(Mark before) throws IOException {
        Mark after = mark();
        return after.file() == before.file() && after.log() > before.log();
    }

    /** The same files with the log cut somewhere in what the step wrote, or behind it, opened. */
    SiteFile crashed(Mark before, Chance chance) throws IOException, SQLException {
        long written = Files.size(log()) - before.log();
        long kept = chance.oneIn(4) ? written : written * chance.between(0, 1000) / 1001;
        return copy(before.log() + kept);
    }

    /** The same files, opened. */
    SiteFile copy() throws IOException, SQLException {
        return copy(Long.MAX_VALUE);
    }

    private SiteFile copy(long log) throws IOException, SQLException {
        Path copy = Files.createTempDirectory(directory.getParent(), "copy");
        Files.copy(database(), copy.resolve("ledger.db"));
        if (Files.exists(log())) {
            Path copied = Files.copy(log(), copy.resolve("ledger.db-wal"));
            try (FileChannel cut = FileChannel.open(copied, StandardOpenOption.WRITE)) {
                cut.truncate(log);
            }
        }
        return new SiteFile(copy);
    }

    /** From now on the site is that copy, which is closed by it. */
    void goOnAs(SiteFile copy) throws IOException, SQLException {
        copy.close();
        close();
        Files.copy(copy.database(), database(), StandardCopyOption.REPLACE_EXISTING);
        ledger = started();
        checks = SiteChecks.of(database());
    }

    void reopen() throws SQLException {
        close();
        ledger = started();
        checks = SiteChecks.of(database());
    }

    @Override
    public void close() throws SQLException {
        checks.close();
        ledger.close();
    }
}
