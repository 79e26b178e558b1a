package io.passgate.issuer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.JDBC;

/**
 * The database of an issuer (SQLite), in a file that other processes may use at the same time, or in memory. One transaction at a
 * time in this process; each sees and leaves the whole. Safe for use by many threads.
 *
 * <p>Its migrations are few and its own: numbered files run in order, {@code user_version} says how far (decision 33).
 */
final class IssuerStore implements AutoCloseable {
    /** In order; the number of the last is the schema that this version reads and writes. */
    private static final List<String> MIGRATIONS = List.of("/db/issuer/V1__issuer.sql");

    /** Marks the file as that of an issuer: "PGis". */
    private static final int APPLICATION_ID = 0x50476973;

    private final String name;
    private final Handle handle;

    private IssuerStore(String name, Handle handle) {
        this.name = name;
        this.handle = handle;
    }

    /** Something to be done in one transaction. */
    @FunctionalInterface
    interface Work<T> {
        T on(Handle handle);
    }

    /** Gone with the process. */
    static IssuerStore inMemory() {
        return open("the memory of the issuer", "jdbc:sqlite::memory:");
    }

    /** In {@code file}, which is made where there is none, for its owner only. */
    static IssuerStore open(Path file) throws IOException {
        if (!Files.exists(file)) {
            OwnerOnly.create(file, "");
        }
        return open(file.toString(), "jdbc:sqlite:" + file);
    }

    private static IssuerStore open(String name, String url) {
        Properties properties = new Properties();
        properties.setProperty("busy_timeout", "5000");
        properties.setProperty("journal_mode", "WAL");
        properties.setProperty("synchronous", "FULL");
        properties.setProperty("transaction_mode", "IMMEDIATE");
        try {
            return migrated(new IssuerStore(
                    name,
                    Jdbi.create(() -> JDBC.createConnection(url, properties)).open()));
        } catch (JdbiException e) {
            throw fault(name, e);
        }
    }

    private static IssuerStore migrated(IssuerStore store) {
        try {
            store.write(store::migrate);
            return store;
        } catch (IssuerFault e) {
            store.close();
            throw e;
        }
    }

    private boolean migrate(Handle h) {
        int version = h.createQuery("PRAGMA user_version").mapTo(int.class).one();
        int application =
                h.createQuery("PRAGMA application_id").mapTo(int.class).one();
        int tables = h.createQuery("SELECT count(*) FROM sqlite_master")
                .mapTo(int.class)
                .one();
        if (application != APPLICATION_ID && (application != 0 || version > 0 || tables > 0)) {
            throw new IssuerFault(name + ": expected the database of an issuer, found that of another application");
        }
        if (version > MIGRATIONS.size()) {
            throw new IssuerFault(
                    name + ": made by a newer Passgate, schema " + version + "; this one knows " + MIGRATIONS.size());
        }
        for (String migration : MIGRATIONS.subList(version, MIGRATIONS.size())) {
            h.createScript(text(migration)).execute();
        }
        if (version < MIGRATIONS.size()) {
            h.execute("PRAGMA application_id = " + APPLICATION_ID);
            h.execute("PRAGMA user_version = " + MIGRATIONS.size());
        }
        return true;
    }

    private static String text(String resource) {
        try (InputStream in = Objects.requireNonNull(IssuerStore.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IssuerFault(resource + " cannot be read", e);
        }
    }

    /** Does {@code work} whole or not at all. */
    synchronized <T> T write(Work<T> work) {
        try {
            return handle.inTransaction(work::on);
        } catch (JdbiException e) {
            throw fault(name, e);
        }
    }

    /** Reads; what is read belongs together. */
    <T> T read(Work<T> work) {
        return write(work);
    }

    private static IssuerFault fault(String name, Exception e) {
        return new IssuerFault(name + ": expected a database that may be read and written: " + e.getMessage(), e);
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    @Override
    public synchronized void close() {
        handle.close();
    }
}
