package io.hermesgateway.sqlite;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection for the time of one transaction. It cannot be committed, rolled back, closed or kept: that is done by
 * whoever lends it, and afterwards it and its statements are dead.
 */
final class LentConnection implements InvocationHandler, AutoCloseable {
    private static final Set<String> NOT_YOURS =
            Set.of("commit", "rollback", "setAutoCommit", "abort", "setReadOnly", "setTransactionIsolation");

    private final Connection real;
    private final Connection lent;
    private final List<Statement> statements = new ArrayList<>();
    private volatile boolean over;

    LentConnection(Connection real) {
        this.real = real;
        this.lent = (Connection)
                Proxy.newProxyInstance(LentConnection.class.getClassLoader(), new Class<?>[] {Connection.class}, this);
    }

    Connection connection() {
        return lent;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        String name = method.getName();
        if (name.equals("close")) {
            return null;
        }
        if (name.equals("isClosed")) {
            return over;
        }
        if (over) {
            throw new SQLException("this connection was lent for a transaction that is over");
        }
        if (NOT_YOURS.contains(name)) {
            throw new SQLException(name + " is not for the borrower of a connection");
        }
        return call(method, arguments);
    }

    private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            Object result = method.invoke(real, arguments);
            if (result instanceof Statement statement) {
                statements.add(statement);
            }
            return result;
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause() == null ? thrown : thrown.getCause();
        }
    }

    @Override
    public void close() throws SQLException {
        over = true;
        for (Statement statement : statements) {
            statement.close();
        }
    }
}
