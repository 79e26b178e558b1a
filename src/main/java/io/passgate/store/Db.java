package io.passgate.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One connection with the statements it has prepared, each kept for as long as the connection. All SQL is written out where it is
 * used; its values are bound here, in order. Confined to one thread at a time.
 *
 * <p>Statements are kept because preparing costs as much as running them; a mapper on top of JDBC costs three times as much as
 * JDBC itself per statement, and a third of the start-up budget.
 */
final class Db implements AutoCloseable {

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    /** Takes over {@code connection}. */
    Db(Connection connection) {
        this.connection = connection;
    }

    /** Reads a row. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Runs a statement that reads nothing; says how many rows it changed. */
    int update(String sql, Object... values) throws SQLException {
        return bound(sql, values).executeUpdate();
    }

    /** Everything a query finds. */
    <T> List<T> list(String sql, RowReader<T> reader, Object... values) throws SQLException {
        try (ResultSet rows = bound(sql, values).executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(reader.read(rows));
            }
            return found;
        }
    }

    /** The first row a query finds. */
    <T> Optional<T> first(String sql, RowReader<T> reader, Object... values) throws SQLException {
        try (ResultSet rows = bound(sql, values).executeQuery()) {
            return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
        }
    }

    /** Sets how the connection works, before anything else. */
    Db with(String... pragmas) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String pragma : pragmas) {
                statement.execute("PRAGMA " + pragma);
            }
        }
        return this;
    }

    /** From now on everything is part of a transaction; the next begins where one ends. Takes no lock by itself. */
    Db inTransactions() throws SQLException {
        connection.setAutoCommit(false);
        return this;
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    /** Begins a piece of the transaction that can be undone by itself. */
    void savepoint() throws SQLException {
        bound("SAVEPOINT work").execute();
    }

    /** Undoes everything since {@link #savepoint()}. */
    void undo() throws SQLException {
        bound("ROLLBACK TO SAVEPOINT work").execute();
    }

    /** The piece is done: it shares what becomes of the transaction. */
    void release() throws SQLException {
        bound("RELEASE SAVEPOINT work").execute();
    }

    /** Something that only reads. */
    interface Reading<T> {
        T on(Db db) throws SQLException;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private PreparedStatement bound(String sql, Object... values) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            bind(statement, i + 1, values[i]);
        }
        return statement;
    }

    private static void bind(PreparedStatement statement, int at, Object value) throws SQLException {
        if (value instanceof String text) {
            statement.setString(at, text);
        } else if (value instanceof Long number) {
            statement.setLong(at, number);
        } else if (value instanceof Integer number) {
            statement.setInt(at, number);
        } else if (value instanceof Instant instant) {
            statement.setLong(at, Times.micros(instant));
        } else if (value instanceof Optional<?> optional) {
            if (optional.isPresent()) {
                bind(statement, at, optional.get());
            } else {
                statement.setNull(at, Types.NULL);
            }
        } else {
            throw new SQLException("no way to store a " + value.getClass().getName());
        }
    }
}
