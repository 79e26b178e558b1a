package io.passgate.planted.jdbc.admin;

import java.sql.Connection;
import java.sql.SQLException;

/** Breaks: JDBC outside its rooms. */
final class QueriesInAdmin {
    boolean open(Connection connection) throws SQLException {
        return !connection.isClosed();
    }
}
