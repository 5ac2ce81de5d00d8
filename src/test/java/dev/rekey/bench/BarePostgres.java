package dev.rekey.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Connects and selects 1 with the driver alone, in the query mode that Rekey's tests have. */
final class BarePostgres {
  private BarePostgres() {}

  /**
   * @throws IllegalStateException when it cannot
   */
  static void selectOne(String jdbcUrl, String user, String password) {
    Properties login = new Properties();
    login.setProperty("user", user);
    login.setProperty("password", password);
    login.setProperty("sslmode", "disable");
    login.setProperty("preferQueryMode", "simple");
    try (Connection connection = DriverManager.getConnection(jdbcUrl, login);
        Statement statement = connection.createStatement();
        ResultSet one = statement.executeQuery("SELECT 1")) {
      if (!one.next()) {
        throw new IllegalStateException("no row");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
