package dev.rekey.testing;

import com.mysql.cj.jdbc.NonRegisteringDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * A real MariaDB on loopback, in a process of its own; Debian's package {@code mariadb-server-core}
 * has it. Nobody gets in without a password. Stopped by {@link #close()}, and when the JVM ends.
 */
public final class MariadbServer implements AutoCloseable {
  private static final Path SERVER = Path.of("/usr/sbin/mariadbd");
  private static final Path SYSTEM_TABLES = Path.of("/usr/share/mysql");
  private static final Duration START_TIME = Duration.ofMinutes(2);
  private static final String ADMIN = "admin";
  private static final String ADMIN_PASSWORD = "admin-6e11";

  private final Process process;
  private final Path folder;
  private final int port;

  private MariadbServer(Process process, Path folder, int port) {
    this.process = process;
    this.folder = folder;
    this.port = port;
  }

  /** The server that all who do not need one of their own use; started by the first call. */
  public static MariadbServer shared() {
    return Shared.SERVER;
  }

  /** Starts a server without TLS. */
  public static MariadbServer start() {
    return start(Optional.empty());
  }

  /** Starts a server that offers TLS with this certificate, and takes plain connections too. */
  public static MariadbServer startWithTls(TestCertificate certificate) {
    return start(Optional.of(certificate));
  }

  private static MariadbServer start(Optional<TestCertificate> certificate) {
    if (!Files.isExecutable(SERVER)) {
      throw new IllegalStateException(
          "The tests need MariaDB: apt-get install mariadb-server-core (no " + SERVER + ")");
    }
    Path folder = TempFolder.create("rekey-mariadb-");
    try {
      Path data = Files.createDirectory(folder.resolve("data"));
      makeSystemTables(folder, data);
      int port = FreePort.find();
      var server = new MariadbServer(launch(folder, data, port, certificate), folder, port);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "mariadb-stop"));
      server.awaitServing();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void makeSystemTables(Path folder, Path data) throws IOException {
    Path script =
        Files.writeString(
            folder.resolve("boot.sql"),
            "CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket = NULL;\n"
                + Files.readString(SYSTEM_TABLES.resolve("mysql_system_tables.sql"))
                + Files.readString(SYSTEM_TABLES.resolve("mysql_system_tables_data.sql")));
    Process boot =
        command(folder, data, List.of("--bootstrap")).redirectInput(script.toFile()).start();
    if (boot.onExit().join().exitValue() != 0) {
      throw new IllegalStateException("no system tables: see " + folder.resolve("server.log"));
    }
  }

  private static Process launch(
      Path folder, Path data, int port, Optional<TestCertificate> certificate) throws IOException {
    Path init =
        Files.writeString(
            folder.resolve("init.sql"),
            """
            DELETE FROM mysql.global_priv;
            FLUSH PRIVILEGES;
            CREATE USER '%1$s'@'127.0.0.1' IDENTIFIED BY '%2$s';
            GRANT ALL ON *.* TO '%1$s'@'127.0.0.1' WITH GRANT OPTION;
            """
                .formatted(ADMIN, ADMIN_PASSWORD));
    var options = new ArrayList<String>();
    options.add("--port=" + port);
    options.add("--bind-address=127.0.0.1");
    options.add("--socket=" + folder.resolve("socket"));
    options.add("--pid-file=" + folder.resolve("pid"));
    options.add("--init-file=" + init);
    options.add("--skip-name-resolve");
    options.add("--performance-schema=off");
    if (certificate.isPresent()) {
      TestCertificate shown = certificate.get();
      options.add("--ssl-cert=" + Files.writeString(folder.resolve("c"), shown.certificatePem()));
      options.add("--ssl-key=" + Files.writeString(folder.resolve("k"), shown.keyPem()));
    }
    return command(folder, data, options).start();
  }

  private static ProcessBuilder command(Path folder, Path data, List<String> options) {
    var command = new ArrayList<String>();
    command.add(SERVER.toString());
    command.add("--no-defaults");
    command.add("--user=" + System.getProperty("user.name"));
    command.add("--datadir=" + data);
    command.add("--skip-log-bin");
    // What is in it is of no use after a test.
    command.add("--innodb-flush-log-at-trx-commit=0");
    command.add("--innodb-buffer-pool-size=16M");
    command.addAll(options);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("server.log").toFile()));
  }

  private void awaitServing() {
    Eventually.get(
        START_TIME,
        () -> "MariaDB does not serve: see " + folder.resolve("server.log"),
        () -> {
          if (!process.isAlive()) {
            throw new IllegalStateException("MariaDB ended: see " + folder.resolve("server.log"));
          }
          try (Connection _ = admin()) {
            return Optional.of(true);
          } catch (SQLException _) {
            return Optional.empty();
          }
        });
  }

  /** The port on loopback. */
  public int port() {
    return port;
  }

  /** The server's process. */
  public long processId() {
    return process.pid();
  }

  /** Makes a user that may log in from loopback. */
  public void createUser(String user, String password) {
    execute("CREATE USER '%s'@'127.0.0.1' IDENTIFIED BY '%s'".formatted(user, password));
  }

  /** Runs one statement as administrator. */
  public void execute(String sql) {
    try (var connection = admin();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection admin() throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", ADMIN);
    properties.setProperty("password", ADMIN_PASSWORD);
    properties.setProperty("sslMode", "DISABLED");
    return new NonRegisteringDriver().connect("jdbc:mysql://127.0.0.1:" + port, properties);
  }

  /** What the server holds is of no use after a test, so it is killed. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    TempFolder.delete(folder);
  }

  private static final class Shared {
    static final MariadbServer SERVER = start();
  }
}
