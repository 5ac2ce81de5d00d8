package dev.rekey.bench;

import com.google.protobuf.Empty;
import dev.rekey.testing.Eventually;
import dev.rekey.testing.FreePort;
import dev.rekey.testing.WorkerCommand;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A Quarkus application that serves one call that does nothing, in a process of its own, with a JVM
 * as the worker has it: {@code src/bench/empty-service}.
 */
final class EmptyService implements AutoCloseable {
  static final MethodDescriptor<Empty, Empty> NOTHING =
      MethodDescriptor.<Empty, Empty>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("dev.rekey.bench.EmptyService/Nothing")
          .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
          .build();

  private static final Path JAR =
      Path.of("target", "empty-service", "quarkus-app", "quarkus-run.jar");
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final int port = FreePort.find();
  private final Process process;

  private EmptyService() {
    if (!Files.exists(JAR)) {
      throw new IllegalStateException(
          "Run ./mvnw -f src/bench/empty-service/pom.xml package first: no " + JAR);
    }
    List<String> command = WorkerCommand.jvm();
    command.addAll(List.of("-Dquarkus.http.port=" + port, "-jar", JAR.toString()));
    try {
      process = new ProcessBuilder(command).inheritIO().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "empty-stop"));
  }

  /** Starts it; returns when it listens. */
  static EmptyService start() {
    var service = new EmptyService();
    return Eventually.get(
        START_LIMIT,
        () -> "The empty service does not get ready.",
        () -> service.listens() ? Optional.of(service) : Optional.empty());
  }

  int port() {
    return port;
  }

  private boolean listens() {
    if (!process.isAlive()) {
      throw new IllegalStateException("The empty service ended with " + process.exitValue() + ".");
    }
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
