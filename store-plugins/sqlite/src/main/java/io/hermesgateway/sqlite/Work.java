package io.hermesgateway.sqlite;

import java.sql.SQLException;

/** What is done within one transaction. It may be done again from the start. */
public interface Work<T> {
    T with(Link link) throws SQLException;
}
