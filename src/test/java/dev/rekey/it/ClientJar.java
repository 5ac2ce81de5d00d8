package dev.rekey.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packaged Java client, and what it needs: grpc-java with its transport, and protobuf. */
final class ClientJar {
  private static final Path TARGET = Path.of("target");

  /** The dependencies of grpc-netty, grpc-protobuf and grpc-stub, and no others. */
  private static final Pattern NEEDED =
      Pattern.compile(
          "(grpc-(api|core|context|util|stub|protobuf|protobuf-lite|netty)"
              + "|netty-(buffer|codec|codec-http|codec-http2|codec-socks|common|handler"
              + "|handler-proxy|resolver|transport|transport-native-unix-common)"
              + "|protobuf-java|proto-google-common-protos|perfmark-api|guava|failureaccess"
              + "|gson)-[0-9].*\\.jar");

  private ClientJar() {}

  static String classPath() {
    List<Path> clients = jars(TARGET, Pattern.compile("rekey-.*-client\\.jar"));
    assertThat(clients).as("the package has one jar of the client").hasSize(1);
    List<String> needed =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> NEEDED.matcher(Path.of(entry).getFileName().toString()).matches())
            .toList();
    return clients.getFirst() + File.pathSeparator + String.join(File.pathSeparator, needed);
  }

  private static List<Path> jars(Path folder, Pattern name) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> name.matcher(file.getFileName().toString()).matches())
          .map(Path::toAbsolutePath)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
