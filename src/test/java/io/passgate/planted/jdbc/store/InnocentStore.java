package io.passgate.planted.jdbc.store;

import java.sql.Connection;
import java.sql.SQLException;

/** Keeps the rule. */
final class InnocentStore {
    boolean open(Connection connection) throws SQLException {
        return !connection.isClosed();
    }
}
