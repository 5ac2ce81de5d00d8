package dev.rekey.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

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

  private static final Duration START_TIME = Duration.ofSeconds(60);

  private final EmbeddedPostgres server;
  private final Path data;

  private PostgresServer(EmbeddedPostgres server, Path data) {
    this.server = server;
    this.data = data;
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
    var data = new AtomicReference<Path>();
    try {
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setOverrideWorkingDirectory(folder().toFile())
              .setPGStartupWait(START_TIME)
              .setOutputRedirector(Redirect.appendTo(folder().resolve("server.log").toFile()))
              .setErrorRedirector(Redirect.appendTo(folder().resolve("server.log").toFile()))
              .setServerConfig("listen_addresses", "localhost")
              .setServerConfig("ssl", certificate.isPresent() ? "on" : "off")
              .setDataDirectoryCustomizer(
                  made -> {
                    data.set(made.toPath());
                    write(made.toPath().resolve("pg_hba.conf"), LOGIN_RULES);
                    certificate.ifPresent(shown -> writeCertificate(made.toPath(), shown));
                  })
              .start();
      return new PostgresServer(server, data.get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the server is unpacked, once for all runs. */
  private static Path folder() throws IOException {
    return Files.createDirectories(Path.of("target", "embedded-postgres"));
  }

  private static void writeCertificate(Path data, TestCertificate certificate) {
    write(data.resolve("server.crt"), certificate.certificatePem());
    write(data.resolve("server.key"), certificate.keyPem());
  }

  /** Writes a file that its owner alone may read: the server takes no other key. */
  private static void write(Path file, String content) {
    try {
      Files.writeString(file, content);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has a server with TLS show another certificate to whoever connects from now on. */
  public void showCertificate(TestCertificate certificate) {
    writeCertificate(data, certificate);
    String before = single("SELECT pg_conf_load_time()");
    execute("SELECT pg_reload_conf()");
    while (single("SELECT pg_conf_load_time()").equals(before)) {
      Thread.onSpinWait();
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

  /** The process that listens. */
  public long processId() {
    try {
      return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  private String single(String query) {
    try (var connection = superuser();
        var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
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
