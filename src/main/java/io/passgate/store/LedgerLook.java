package io.passgate.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/**
 * A look at the file of a ledger that makes, migrates, locks and writes nothing. Beside a running gate it reads as any reader does;
 * without one, nobody can be writing, and SQLite is told so, for it would make its two files beside the ledger otherwise.
 * Confined to one thread.
 */
public final class LedgerLook {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerLook.class);

    /** The part of SQLite's extended error codes that names the error. */
    private static final int PRIMARY = 0xff;

    /** An interruption that comes before the statement runs is lost. */
    private static final int AGAIN_MILLIS = 50;

    private final Path file;
    private final Duration bound;

    /**
     * A look at the ledger of these settings.
     *
     * @param bound how long its pages may be looked through
     */
    public LedgerLook(StoreSettings settings, Duration bound) {
        this.file = settings.file().toAbsolutePath().normalize();
        this.bound = bound;
    }

    /** How it is with the file. */
    public enum State {
        MISSING,
        SOUND,
        /** It would have taken longer than the bound to look through all of it; nothing was wrong so far. */
        UNFINISHED,
        /** Of an earlier schema: the next start of a gate brings it up to date. */
        OLDER,
        /** Of a later schema: this version cannot use it. */
        NEWER,
        /** Another application's, or no database at all. */
        NO_LEDGER,
        DAMAGED,
        UNREADABLE
    }

    /**
     * What was seen.
     *
     * @param schema its version; 0 where it could not be told
     * @param detail what SQLite says of it, if anything
     */
    public record Seen(State state, int schema, String detail) {}

    /** The version of the schema that this Passgate reads and writes. */
    public static int schema() {
        return LedgerFile.SCHEMA;
    }

    /** Looks. Blocks, for not much longer than the bound. */
    public Seen look() {
        if (!Files.exists(file)) {
            return new Seen(State.MISSING, 0, "");
        }
        if (!Files.isReadable(file) || !Files.isRegularFile(file)) {
            return new Seen(State.UNREADABLE, 0, "it is no file that this account may read");
        }
        boolean log = hasLog();
        Seen seen = opened(log);
        // A gate that began to write meanwhile may have changed pages while they were looked at.
        return log || !hasLog() ? seen : opened(true);
    }

    private boolean hasLog() {
        return Files.exists(file.resolveSibling(file.getFileName() + "-wal"));
    }

    private Seen opened(boolean log) {
        try (Connection connection = open(log)) {
            return inside(new Db(connection), connection);
        } catch (SQLException e) {
            return new Seen(state(e.getErrorCode() & PRIMARY), 0, String.valueOf(e.getMessage()));
        }
    }

    private static State state(int code) {
        if (code == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return State.NO_LEDGER;
        }
        return code == SQLiteErrorCode.SQLITE_CORRUPT.code ? State.DAMAGED : State.UNREADABLE;
    }

    private Seen inside(Db db, Connection connection) throws SQLException {
        int version = LedgerFile.version(db);
        if (!LedgerFile.isLedger(db, version)) {
            return new Seen(State.NO_LEDGER, version, "a database of another application");
        }
        if (version > LedgerFile.SCHEMA) {
            return new Seen(State.NEWER, version, "");
        }
        Optional<String> damage = damage(connection);
        if (damage.isEmpty()) {
            return new Seen(State.UNFINISHED, version, "");
        }
        if (!damage.get().equals("ok")) {
            return new Seen(State.DAMAGED, version, damage.get());
        }
        return new Seen(version < LedgerFile.SCHEMA ? State.OLDER : State.SOUND, version, "");
    }

    /** What is wrong with the pages, {@code ok} for nothing; empty when there was no time for all of them. */
    private Optional<String> damage(Connection connection) throws SQLException {
        AtomicBoolean late = new AtomicBoolean();
        Timer timer = new Timer("ledger-look", true);
        try (Statement statement = connection.createStatement()) {
            timer.schedule(interrupting(statement, late), bound.toMillis(), AGAIN_MILLIS);
            try (ResultSet rows = statement.executeQuery("PRAGMA quick_check(1)")) {
                return Optional.of(rows.next() ? rows.getString(1) : "ok");
            }
        } catch (SQLException e) {
            if (late.get()) {
                return Optional.empty();
            }
            throw e;
        } finally {
            timer.cancel();
        }
    }

    private static TimerTask interrupting(Statement statement, AtomicBoolean late) {
        return new TimerTask() {
            @Override
            public void run() {
                late.set(true);
                try {
                    statement.cancel();
                } catch (SQLException e) {
                    LOG.debug("the look at the ledger ended just now", e);
                }
            }
        };
    }

    /** With a log beside it somebody writes, or was cut off writing; without one the file is all there is. */
    private Connection open(boolean log) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout((int) bound.toMillis());
        String name = file.toUri() + (log ? "?mode=ro" : "?immutable=1");
        return JDBC.createConnection("jdbc:sqlite:" + name, config.toProperties());
    }
}
