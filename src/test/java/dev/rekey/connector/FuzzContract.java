package dev.rekey.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.support.Egress;
import dev.rekey.datasource.Catalogue;
import dev.rekey.datasource.ConfigKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a config holds: there is an outcome without a value in it, no file is touched, and
 * nobody is connected to who is out of bounds.
 */
public abstract class FuzzContract extends ConnectorFixture {
  /** No host name: a message may say where a data source is. */
  private static final String MARK = "canary+5d0c1b7e";

  private static final int CONFIGS = Integer.getInteger("rekey.fuzzed-configs", 300);
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final long SEED = 20261124;

  /** Nowhere is allowed but public addresses, and nobody is asked for one. */
  private static final Egress NOWHERE = new Egress(ConnectorFixture::literal, false, false);

  @Test
  void anyConfigHasAnOutcomeAndTouchesNothing(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path pipe = folder.resolve("pipe");
    run("mkfifo", pipe.toString());
    Path file = Files.writeString(folder.resolve("file"), MARK);
    var connections = new AtomicInteger();
    try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> count(server, connections));
      var values = new Values(new Random(SEED), folder, server.getLocalPort());
      Connector connector = connector(NOWHERE);
      for (int i = 0; i < CONFIGS; i++) {
        Map<String, String> config = values.config();

        TestResult result = new Setup(connector, config).test(DEADLINE);

        assertThat(result).as("config %d", i).isNotNull();
        assertThat(result.toString()).as("config %d", i).doesNotContain(MARK);
      }
    }
    assertThat(connections).hasValue(0);
    assertThat(file).hasContent(MARK);
    assertThat(names(folder)).containsExactlyInAnyOrder("pipe", "file");
    assertThat(isRead(pipe)).isFalse();
  }

  private static void count(ServerSocket server, AtomicInteger connections) {
    while (true) {
      try (Socket _ = server.accept()) {
        connections.incrementAndGet();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(each -> each.getFileName().toString()).toList();
    }
  }

  /** Whether somebody waits to read from a pipe: only then can it be opened for writing. */
  private static boolean isRead(Path pipe) throws IOException, InterruptedException {
    return run("timeout", "1", "sh", "-c", "echo > '" + pipe + "'") == 0;
  }

  private static int run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).start();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  /** Makes configs from what fits a key, what looks like it, and what was never meant for it. */
  private final class Values {
    private static final String HOSTILE_ARGUMENTS =
        """
        {"connect_args": {"socketFactory": "%1$s", "sslrootcert": "%2$s", "allowLoadLocalInfile":\
         true}, "creator": "%1$s", "interceptor.classes": "%1$s", "ssl.keystore.location": "%2$s"}\
        """;
    private static final String HOSTILE_KEY =
        """
        {"type": "%3$s", "client_email": "a@b", "private_key": "%1$s", "token_uri":\
         "http://127.0.0.1:%4$d/", "credential_source": {"file": "%2$s", "executable": {"command":\
         "touch %2$s.x"}, "url": "http://127.0.0.1:%4$d/"}}\
        """;

    private final Random random;
    private final Path folder;
    private final int port;

    Values(Random random, Path folder, int port) {
      this.random = random;
      this.folder = folder;
      this.port = port;
    }

    Map<String, String> config() {
      var config = new HashMap<String, String>();
      // Half of them begin with what passes, so that they get further than to the first check.
      if (random.nextBoolean()) {
        config.putAll(at(port).config());
      }
      for (ConfigKey key : Catalogue.of(kind())) {
        if (random.nextInt(3) > 0) {
          key.names()
              .skip(random.nextInt(1 + key.aliases().size()))
              .findFirst()
              .ifPresent(name -> config.put(name, value()));
        }
      }
      if (random.nextInt(4) == 0) {
        config.put("socketFactory", value());
      }
      return config;
    }

    private String value() {
      Path file = folder.resolve(random.nextBoolean() ? "file" : "new-" + random.nextInt(9));
      Path pipe = folder.resolve("pipe");
      return switch (random.nextInt(24)) {
        case 0 -> "";
        case 1 -> MARK;
        case 2 -> "127.0.0.1";
        case 3 -> "169.254.169.254";
        case 4 -> "::1";
        case 5 -> "0.0.0.0";
        case 6 -> "metadata.google.internal";
        case 7 -> Integer.toString(port);
        case 8 -> Integer.toString(random.nextInt());
        case 9 -> "127.0.0.1:" + port;
        case 10 -> "http://127.0.0.1:" + port + "/";
        case 11 -> "https://169.254.169.254/latest/" + MARK;
        case 12 -> file.toString();
        case 13 -> pipe.toString();
        case 14 -> pipe.toUri().toString();
        case 15 -> "jdbc:h2:" + file + ";INIT=" + MARK;
        case 16 -> random.nextBoolean() ? "true" : "no";
        case 17 -> HOSTILE_ARGUMENTS.formatted(MARK, pipe);
        case 18 -> base64(hostileKey());
        case 19 -> hostileKey();
        case 20 -> "x".repeat(random.nextInt(70_000));
        case 21 -> MARK + "\0'\";--\r\nHost: " + MARK + "%n{}\u202e\ud83d";
        case 22 -> List.of("eu-west-1", "SASL_SSL", "PLAIN", "1", "s3://b/").get(random.nextInt(5));
        default -> base64(MARK);
      };
    }

    private String hostileKey() {
      String type = random.nextBoolean() ? "service_account" : "external_account";
      return HOSTILE_KEY.formatted(MARK, folder.resolve("pipe"), type, port);
    }

    private static String base64(String text) {
      return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
