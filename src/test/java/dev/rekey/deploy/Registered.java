package dev.rekey.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.reflect.AccessFlag;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a native executable is told of the packaged worker's classes and resources: by us, by the
 * libraries themselves (both in {@code META-INF/native-image}), and by Quarkus.
 */
final class Registered {
  /**
   * What Quarkus' extensions register while they build, or look up while they build and then never
   * again. By the beginning of the name, with the extension.
   */
  private static final List<String> BY_QUARKUS =
      List.of(
          // The framework itself.
          "io.quarkus.",
          "io.quarkiverse.",
          "io.smallrye.",
          "io.vertx.",
          "io.netty.",
          "org.jboss.",
          "jakarta.",
          "org.eclipse.microprofile.",
          "org.reactivestreams.",
          "org.slf4j.",
          // quarkus-jdbc-postgresql, quarkus-jdbc-sqlite, quarkus-agroal, narayana, flyway
          "org.postgresql.",
          "org.sqlite.",
          "io.agroal.",
          "com.arjuna.",
          "org.flywaydb.",
          // quarkus-kafka-client, jackson, jsonp, micrometer, opentelemetry, config-yaml
          "org.apache.kafka.",
          "com.fasterxml.jackson.",
          "org.eclipse.parsson.",
          "io.micrometer.",
          "io.prometheus.",
          "io.opentelemetry.",
          "org.yaml.snakeyaml.",
          // quarkus-grpc: services, and the messages of our own protos with their builders
          "io.grpc.override.",
          "io.grpc.BindableService",
          "io.grpc.ClientInterceptor",
          "io.grpc.ServerInterceptor",
          "grpc.health.v1.",
          "com.chalk.server.v1.",
          "dev.rekey.api.v1.",
          // Fields of queues that are updated atomically: an image finds these by itself.
          "org.jctools.",
          // Beans and config mappings: ArC and the config extension.
          "dev.rekey.api.",
          "dev.rekey.app.",
          "dev.rekey.event.kafka.KafkaEventSource");

  /** Resources that extensions register, by the same rule. */
  private static final List<String> RESOURCES_BY_QUARKUS =
      List.of(
          "META-INF/services/org.jboss.",
          "META-INF/services/io.smallrye.",
          "META-INF/services/io.quarkus.",
          "META-INF/services/org.eclipse.microprofile.",
          "META-INF/services/jakarta.",
          "META-INF/services/org.flywaydb.",
          "META-INF/services/org.slf4j.",
          "META-INF/services/java.lang.System$LoggerFinder",
          "META-INF/services/io.opentelemetry.",
          "META-INF/services/io.vertx.",
          "org/jboss/",
          "db/migration/",
          "org/flywaydb/",
          "org/sqlite/",
          "sqlite-jdbc.properties",
          "META-INF/maven/org.xerial/",
          "application.properties",
          "META-INF/quarkus",
          // Narayana reads what is there; Quarkus sets it while it builds.
          "ConfigurationInfo.properties",
          "jbossts-properties.xml",
          "META-INF/vertx");

  private final Set<String> names = new HashSet<>();
  private final List<Pattern> resources = new ArrayList<>();
  private final Map<String, Path> jars = new HashMap<>();

  private Registered() {}

  /** Reads the jars of a packaged worker. */
  static Registered of(Path application) {
    var registered = new Registered();
    try (Stream<Path> jars = Files.walk(application)) {
      for (Path jar : jars.filter(each -> each.toString().endsWith(".jar")).toList()) {
        registered.add(jar);
      }
      return registered;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those of the traced questions that a native executable would answer otherwise. */
  List<String> missing(List<String> asked) {
    return asked.stream().filter(each -> !isAnswered(each)).toList();
  }

  private boolean isAnswered(String question) {
    int space = question.indexOf(' ');
    String name = question.substring(space + 1);
    return switch (question.substring(0, space)) {
      case "members", "class", "proxy" ->
          !jars.containsKey(fileOf(name))
              || names.contains(name)
              || BY_QUARKUS.stream().anyMatch(name::startsWith)
              || isOnlyLookedUp(question, name)
              // An image knows the constants of its enums by itself.
              || isEnum(name);
      case "bundle" -> names.contains(name) || BY_QUARKUS.stream().anyMatch(name::startsWith);
      case "service" -> isResource("META-INF/services/" + name);
      default -> isResource(name.startsWith("/") ? name.substring(1) : name);
    };
  }

  /** The container of beans asks for their classes by name while the image is built. */
  private static boolean isOnlyLookedUp(String question, String name) {
    return question.startsWith("class ") && name.startsWith("dev.rekey.");
  }

  private boolean isResource(String name) {
    return !jars.containsKey(name)
        || RESOURCES_BY_QUARKUS.stream().anyMatch(name::startsWith)
        || resources.stream().anyMatch(each -> each.matcher(name).matches());
  }

  private void add(Path jar) throws IOException {
    try (FileSystem inside = FileSystems.newFileSystem(jar);
        Stream<Path> all = Files.walk(inside.getPath("/"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = file.toString().substring(1);
        jars.putIfAbsent(name, jar);
        if (name.startsWith("META-INF/native-image/") && name.endsWith(".json")) {
          try (InputStream json = Files.newInputStream(file)) {
            collect(new ObjectMapper().readTree(json));
          }
        }
      }
    }
  }

  /** The old files and the new one call the same things by other names. */
  private void collect(JsonNode node) {
    for (String field : List.of("name", "type", "bundle")) {
      if (node.path(field).isTextual()) {
        names.add(node.get(field).asText());
      }
    }
    node.path("proxy").forEach(each -> names.add(each.asText()));
    if (node.path("pattern").isTextual()) {
      resources.add(Pattern.compile(node.get("pattern").asText()));
    }
    if (node.path("glob").isTextual()) {
      resources.add(
          Pattern.compile("\\Q" + node.get("glob").asText().replace("*", "\\E[^/]*\\Q") + "\\E"));
    }
    node.forEach(this::collect);
  }

  private boolean isEnum(String name) {
    String file = fileOf(name);
    try (FileSystem inside = FileSystems.newFileSystem(jars.get(file))) {
      byte[] bytes = Files.readAllBytes(inside.getPath("/" + file));
      return ClassFile.of().parse(bytes).flags().has(AccessFlag.ENUM);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String fileOf(String className) {
    return className.replace('.', '/') + ".class";
  }
}
