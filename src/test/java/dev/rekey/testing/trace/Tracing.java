package dev.rekey.testing.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The jar of the agent, and what it wrote. */
public final class Tracing {
  private static final String AGENT = "agent.jar";
  private static final String PACKAGE = Tracing.class.getPackageName().replace('.', '/');

  private final Path folder;

  /**
   * @param folder an empty one, for the jar and the trace
   */
  public Tracing(Path folder) {
    this.folder = folder;
    var manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", TraceAgent.class.getName());
    attributes.putValue("Can-Retransform-Classes", "true");
    // The JDK's own classes call it.
    attributes.putValue("Boot-Class-Path", AGENT);
    Path classes = Path.of("target", "test-classes").resolve(PACKAGE);
    try (var jar = new JarOutputStream(Files.newOutputStream(folder.resolve(AGENT)), manifest);
        var files = Files.newDirectoryStream(classes, "{Asked,TraceAgent}*.class")) {
      for (Path file : files) {
        jar.putNextEntry(new JarEntry(PACKAGE + "/" + file.getFileName()));
        Files.copy(file, jar);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the JVM that is to be traced is started with. */
  public List<String> jvmOptions() {
    return List.of("-javaagent:" + folder.resolve(AGENT) + "=" + trace());
  }

  /**
   * What was asked for, once the JVM has ended: a line each, as {@code members
   * com.example.Something}.
   */
  public List<String> asked() {
    try {
      return Files.readAllLines(trace());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path trace() {
    return folder.resolve("trace.txt");
  }
}
