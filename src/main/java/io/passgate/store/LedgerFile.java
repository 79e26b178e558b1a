package io.passgate.store;

import io.passgate.admission.LedgerUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;

/**
 * The SQLite file of the ledger: makes it where there is none, for its owner only, sees that it is a ledger of a version known
 * here, and opens connections to it. Safe for use by many threads once it is prepared.
 */
final class LedgerFile {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerFile.class);

    /** The schema this version of Passgate reads and writes: the number of the last migration. */
    static final int SCHEMA = 3;

    /** Marks the file as a Passgate ledger: "PGat". */
    private static final int APPLICATION_ID = 0x50476174;

    /** What the writing connection keeps in memory at the most: the pages of some fifty thousand sessions. */
    private static final int CACHE_KIB = 32 * 1024;

    /** How long the log grows before it is worked into the file: 16 MiB, so that a storm of openings does it rarely. */
    private static final int CHECKPOINT_PAGES = 8192;

    /** Of a new file. An opening changes few bytes on many pages, so small ones are less to write (performance.md). */
    private static final int PAGE_BYTES = 2048;

    private static final FileAttribute<?>[] NONE = {};

    private final Path file;
    private final StoreSettings.Synchronous synchronous;

    LedgerFile(StoreSettings settings) {
        this.file = settings.file().toAbsolutePath().normalize();
        this.synchronous = settings.synchronous();
    }

    Path path() {
        return file;
    }

    /** Makes the directory, but not the one above it: a mistyped path makes no tree of directories. */
    void makeDirectory() {
        Path directory = file.getParent();
        if (directory == null || Files.isDirectory(directory)) {
            return;
        }
        try {
            Files.createDirectory(directory, ownerOnly("rwx------"));
        } catch (IOException e) {
            throw new LedgerUnavailable(
                    "cannot make the directory " + directory + " for the ledger " + file + ": expected that "
                            + directory.getParent() + " exists and may be written",
                    e);
        }
    }

    /**
     * Brings the file to {@link #SCHEMA}, and sees that it is this site's. The caller holds the lock.
     *
     * @throws ForeignLedger when it is another site's
     */
    void prepare(SiteMark site) {
        makeFile();
        try (Db db = connect()) {
            int version = check(db);
            db.with("page_size = " + PAGE_BYTES, "journal_mode = WAL");
            if (version < SCHEMA) {
                db.with("application_id = " + APPLICATION_ID);
                Migrations.run(file);
            }
            claim(db, site);
        } catch (SQLException e) {
            throw new LedgerUnavailable(
                    "cannot open the ledger " + file
                            + ": expected a SQLite database that may be read and written, got: " + e.getMessage(),
                    e);
        }
    }

    private static int check(Db db) throws SQLException {
        int version = version(db);
        if (!isLedger(db, version)) {
            throw new SQLException("a database of another application, with " + tables(db) + " tables and indexes");
        }
        if (version > SCHEMA) {
            throw new SQLException("a ledger of schema version " + version
                    + ", made by a newer Passgate; this one knows " + SCHEMA + " at the most");
        }
        return version;
    }

    /** One that bears no mark was made just now, or by a version that set none. */
    private void claim(Db db, SiteMark site) throws SQLException {
        Optional<SiteMark> found = db.first(
                "SELECT mark, name FROM ledger_site",
                row -> new SiteMark(row.getString("mark"), row.getString("name"), false));
        if (found.filter(other -> other.mark().equals(site.mark())).isPresent()) {
            return;
        }
        if (found.isPresent() && !site.adopts()) {
            throw new ForeignLedger("the ledger " + file + " belongs to another site: it was made by "
                    + found.get().name() + ", with another site.key than that of this data directory. To move a gate,"
                    + " copy its whole data directory; if this gate shall go on with this ledger all the same, start it"
                    + " once with: passgate run --adopt-ledger");
        }
        found.ifPresent(other -> LOG.warn("the ledger {}, made by {}, is this site's from now on", file, other.name()));
        db.update("INSERT OR REPLACE INTO ledger_site (one, mark, name) VALUES (1, ?, ?)", site.mark(), site.name());
    }

    /** The version of the schema that the database says it has; 0 for one that is empty. */
    static int version(Db db) throws SQLException {
        return db.first("PRAGMA user_version", row -> row.getInt(1)).orElse(0);
    }

    /** Whether it is a ledger, or empty and may become one. */
    static boolean isLedger(Db db, int version) throws SQLException {
        int application =
                db.first("PRAGMA application_id", row -> row.getInt(1)).orElse(0);
        return application == APPLICATION_ID || (application == 0 && version == 0 && tables(db) == 0);
    }

    private static int tables(Db db) throws SQLException {
        return db.first("SELECT count(*) FROM sqlite_master", row -> row.getInt(1))
                .orElse(0);
    }

    /** A connection that writes. */
    Db writing() throws SQLException {
        return connect()
                .with(
                        "synchronous = " + synchronous.name(),
                        "foreign_keys = ON",
                        "cache_size = " + -CACHE_KIB,
                        "wal_autocheckpoint = " + CHECKPOINT_PAGES)
                .inTransactions();
    }

    /** A connection that reads only. */
    Db reading() throws SQLException {
        return connect().with("query_only = ON").inTransactions();
    }

    private Db connect() throws SQLException {
        if (!Files.exists(file)) {
            throw new SQLException("the file is gone");
        }
        Properties properties = new Properties();
        // The driver would follow every insert with a query for its row id.
        properties.setProperty(SQLiteConfig.Pragma.JDBC_GET_GENERATED_KEYS.getPragmaName(), "false");
        return new Db(JDBC.createConnection("jdbc:sqlite:" + file, properties)).with("busy_timeout = 5000");
    }

    private void makeFile() {
        if (Files.exists(file)) {
            return;
        }
        try {
            Files.createFile(file, ownerOnly("rw-------"));
        } catch (IOException e) {
            throw new LedgerUnavailable(
                    "cannot make the ledger " + file + ": expected a directory that may be written", e);
        }
    }

    /** On file systems that know owners; elsewhere what the system does by itself. */
    FileAttribute<?>[] ownerOnly(String permissions) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : NONE;
    }
}
