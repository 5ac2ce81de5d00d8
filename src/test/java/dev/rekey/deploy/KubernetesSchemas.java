package dev.rekey.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.testing.NotRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Kubernetes' own schemas, from Python's {@code kubernetes-validate}. */
final class KubernetesSchemas {
  private static final String PACKAGE = "kubernetes-validate==1.37.0";
  private static final String VERSION = "1.33";

  private KubernetesSchemas() {}

  /**
   * Fails for a resource of Kubernetes with a field that is unknown, missing or of another type.
   * Resources of operators are passed over. Aborts the test where the schemas are not installed.
   */
  static void check(Path manifests) {
    if (python("-c", "import kubernetes_validate").exit() != 0) {
      NotRun.abort(
          "kubernetes schemas: the manifests of the chart",
          "Python has no %s: pip install '%s'".formatted(PACKAGE, PACKAGE));
    }
    Outcome outcome =
        python("-m", "kubernetes_validate", "--strict", "-k", VERSION, manifests.toString());
    assertThat(outcome.exit()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("passed for resource");
  }

  private record Outcome(int exit, String output) {}

  private static Outcome python(String... arguments) {
    var command = new ProcessBuilder("python3");
    command.command().addAll(List.of(arguments));
    try {
      Process process = command.redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.onExit().join().exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
