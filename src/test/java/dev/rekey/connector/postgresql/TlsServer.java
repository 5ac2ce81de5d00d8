package dev.rekey.connector.postgresql;

import dev.rekey.testing.PostgresServer;
import dev.rekey.testing.TestCertificate;
import java.util.Map;

/** The server with TLS that the tests of this package share. */
final class TlsServer {
  static final TestCertificate CERTIFICATE = TestCertificate.valid();
  static final PostgresServer SERVER = PostgresServer.startWithTls(CERTIFICATE);

  private static final String USER = "tls_test";
  private static final String PASSWORD = "right-77ab";

  static {
    SERVER.createRole(USER, PASSWORD);
  }

  private TlsServer() {}

  /** A good login with this mode. */
  static Map<String, String> config(String sslMode) {
    return Map.of(
        "PGHOST",
        "127.0.0.1",
        "PGPORT",
        Integer.toString(SERVER.port()),
        "PGDATABASE",
        "postgres",
        "PGUSER",
        USER,
        "PGPASSWORD",
        PASSWORD,
        "PGSSLMODE",
        sslMode);
  }
}
