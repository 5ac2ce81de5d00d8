package dev.rekey.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the prepared statements of a connection for their next use. SQLite's driver has no such
 * cache, and a third of the writer's time went into preparing the same few statements. Not
 * thread-safe, as the connection is not.
 */
final class StatementCache {
  private static final int MOST = 64;
  private static final ClassLoader LOADER = StatementCache.class.getClassLoader();

  private final Connection connection;
  private final Map<String, PreparedStatement> idle = new LinkedHashMap<>();

  private StatementCache(Connection connection) {
    this.connection = connection;
  }

  /** The same connection; what it prepares is kept when it is closed. */
  static Connection over(Connection connection) {
    StatementCache cache = new StatementCache(connection);
    InvocationHandler handler =
        (proxy, method, arguments) ->
            method.getName().equals("prepareStatement") && arguments.length == 1
                ? cache.prepare((String) arguments[0])
                : call(connection, method, arguments);
    return (Connection) Proxy.newProxyInstance(LOADER, new Class<?>[] {Connection.class}, handler);
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    // Out of the cache while it is used: whoever prepares it meanwhile gets one of his own.
    PreparedStatement kept = idle.remove(sql);
    PreparedStatement statement = kept == null ? connection.prepareStatement(sql) : kept;
    InvocationHandler handler =
        (proxy, method, arguments) ->
            method.getName().equals("close")
                ? keep(sql, statement)
                : call(statement, method, arguments);
    return (PreparedStatement)
        Proxy.newProxyInstance(LOADER, new Class<?>[] {PreparedStatement.class}, handler);
  }

  private @Nullable Object keep(String sql, PreparedStatement statement) throws SQLException {
    statement.clearBatch();
    statement.clearParameters();
    PreparedStatement other = idle.put(sql, statement);
    if (other != null) {
      other.close();
    }
    if (idle.size() > MOST) {
      idle.remove(idle.keySet().iterator().next()).close();
    }
    return null;
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
