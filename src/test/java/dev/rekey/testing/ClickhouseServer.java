package dev.rekey.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real ClickHouse on loopback, as Debian has it (18.16), in a process of its own. It speaks the
 * native protocol without TLS. It has the databases {@code orders} and {@code closed}. Its users
 * are {@code owner}, who may use all of them, and {@code reader}, who may use {@code orders} alone.
 * Stopped by {@link #close()}, and when the JVM ends.
 */
public final class ClickhouseServer implements AutoCloseable {
  /** The password of both users; it has what XML and SQL would trip over. */
  public static final String PASSWORD = "right-5ac1 <&>\"'`\\ €";

  private static final Duration START_TIME = Duration.ofMinutes(1);
  private static final String PLACE = "CLICKHOUSE_SERVER";
  private static final String NEEDED =
      "The tests need ClickHouse: install the package clickhouse-server, or set "
          + PLACE
          + " to the path of its program";

  private static final String CONFIG =
      """
      <yandex>
        <logger><level>warning</level><console>true</console></logger>
        <listen_host>127.0.0.1</listen_host>
        <tcp_port>%d</tcp_port>
        <path>%s/data/</path>
        <tmp_path>%s/tmp/</tmp_path>
        <users_config>users.xml</users_config>
        <default_profile>default</default_profile>
        <default_database>default</default_database>
        <mark_cache_size>1048576</mark_cache_size>
      </yandex>
      """;

  private static final String USERS =
      """
      <yandex>
        <profiles><default/></profiles>
        <quotas><default/></quotas>
        <users>
          <owner>
            <password>%1$s</password>
            <networks><ip>127.0.0.1</ip></networks>
            <profile>default</profile>
            <quota>default</quota>
          </owner>
          <reader>
            <password>%1$s</password>
            <networks><ip>127.0.0.1</ip></networks>
            <profile>default</profile>
            <quota>default</quota>
            <allow_databases><database>orders</database></allow_databases>
          </reader>
          <stranger>
            <password>%1$s</password>
            <networks><ip>192.0.2.1</ip></networks>
            <profile>default</profile>
            <quota>default</quota>
          </stranger>
        </users>
      </yandex>
      """;

  private final int port;
  private final Path folder;
  private final Process process;

  private ClickhouseServer(int port, Path folder, Process process) {
    this.port = port;
    this.folder = folder;
    this.process = process;
  }

  /** The server that all who do not need one of their own use; started by the first call. */
  public static ClickhouseServer shared() {
    return Shared.SERVER;
  }

  /** Starts a server; returns when it serves. */
  public static ClickhouseServer start() {
    int port = FreePort.find();
    Path folder = TempFolder.create("rekey-clickhouse");
    try {
      var server = new ClickhouseServer(port, folder, launch(port, folder));
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "clickhouse-stop"));
      server.awaitServing();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process launch(int port, Path folder) throws IOException {
    // A database is a folder.
    Files.createDirectories(folder.resolve("data/metadata/orders"));
    Files.createDirectories(folder.resolve("data/metadata/closed"));
    Files.createDirectories(folder.resolve("tmp"));
    Path config =
        Files.writeString(
            folder.resolve("config.xml"), CONFIG.formatted(port, folder.toString(), folder));
    Files.writeString(
        folder.resolve("users.xml"),
        USERS.formatted(PASSWORD.replace("&", "&amp;").replace("<", "&lt;")));
    Files.createDirectories(log().getParent());
    return new ProcessBuilder(program().toString(), "--config-file=" + config)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
        .start();
  }

  private static Path program() {
    String place = System.getenv(PLACE);
    Stream<Path> candidates =
        place != null
            ? Stream.of(Path.of(place))
            : Stream.concat(
                    Stream.of(System.getenv("PATH").split(File.pathSeparator, -1)),
                    Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, "clickhouse-server"));
    return candidates
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(NEEDED));
  }

  private void awaitServing() {
    try {
      Eventually.get(
          START_TIME,
          () -> "ClickHouse does not serve: see " + log(),
          () -> {
            if (!process.isAlive()) {
              throw new IllegalStateException("ClickHouse ended: see " + log());
            }
            return listens() ? Optional.of(true) : Optional.empty();
          });
    } catch (IllegalStateException e) {
      close();
      throw e;
    }
  }

  private boolean listens() {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  private static Path log() {
    return Path.of("target", "clickhouse.log").toAbsolutePath();
  }

  /** Where it speaks the native protocol. */
  public int port() {
    return port;
  }

  /** The server's process. */
  public long processId() {
    return process.pid();
  }

  /** What the server holds is of no use after a test, so it is killed. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    TempFolder.delete(folder);
  }

  private static final class Shared {
    static final ClickhouseServer SERVER = start();
  }
}
