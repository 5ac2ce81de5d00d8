package dev.rekey.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ssl.SingleCertValidatingFactory;

class PostgresServerTest {
  private static final PostgresServer SERVER = PostgresServer.shared();

  @BeforeAll
  static void makeUser() {
    SERVER.createRole("server_test", "right'\"one");
    SERVER.createDatabase("server test", "server_test");
  }

  @Test
  void rightPasswordIsAccepted() throws SQLException {
    assertThat(currentUser("server_test", "right'\"one")).isEqualTo("server_test");
  }

  @Test
  void wrongPasswordIsRefused() {
    var refusal =
        catchThrowableOfType(SQLException.class, () -> currentUser("server_test", "wrong"));

    assertThat(refusal.getSQLState()).isEqualTo("28P01");
  }

  @Test
  void changedPasswordTakesThePlaceOfTheOldOne() throws SQLException {
    SERVER.createRole("server_test_changing", "old");

    SERVER.changePassword("server_test_changing", "new");

    assertThat(currentUser("server_test_changing", "new")).isEqualTo("server_test_changing");
    var refusal =
        catchThrowableOfType(SQLException.class, () -> currentUser("server_test_changing", "old"));
    assertThat(refusal.getSQLState()).isEqualTo("28P01");
  }

  @Test
  void serverWithTlsProvesItselfByItsCertificate() throws SQLException {
    var certificate = TestCertificate.valid();
    var settings = new Properties();
    settings.setProperty("user", PostgresServer.SUPERUSER);
    settings.setProperty("sslmode", "verify-full");
    settings.setProperty("sslfactory", SingleCertValidatingFactory.class.getName());
    settings.setProperty("sslfactoryarg", certificate.authorityPem());

    try (var server = PostgresServer.startWithTls(certificate);
        var connection = DriverManager.getConnection(server.jdbcUrl("postgres"), settings);
        var statement = connection.createStatement();
        var row =
            statement.executeQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getBoolean(1)).isTrue();
    }
  }

  private static String currentUser(String user, String password) throws SQLException {
    try (var connection =
            DriverManager.getConnection(SERVER.jdbcUrl("server%20test"), user, password);
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT current_user")) {
      row.next();
      return row.getString(1);
    }
  }
}
