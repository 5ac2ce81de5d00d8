package dev.rekey.rotation;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.ConfigEntry;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.ConfiguredDataSource;
import dev.rekey.datasource.DataSource;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.Kind;
import dev.rekey.secret.Secret;
import dev.rekey.secret.SecretRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What is decided for each event and each rotation. */
@State(Scope.Thread)
public class RotationBenchmark {
  private static final int BINDINGS = 5_000;

  private final Bindings bindings =
      new Bindings(IntStream.range(0, BINDINGS).mapToObj(RotationBenchmark::bound).toList());
  private final SecretRef one = SecretRef.directory("login-4321");
  private final Binding binding = bound(0);
  private final Secret secret =
      Secret.of(
          """
          {"username": "orders", "password": "the-new-one", "host": "db.example.com", "port": 5432}
          """);
  private final ConfiguredDataSource target =
      new ConfiguredDataSource(
          new DataSource("id", "prod", "source_0", Kind.POSTGRESQL, Rotations.NOW, Rotations.NOW),
          Map.of(
              "PGHOST", entry("db.example.com"),
              "PGPORT", entry("5432"),
              "PGDATABASE", entry("orders"),
              "PGUSER", entry("orders"),
              "PGPASSWORD", entry("the-old-one")));

  private final RotationMachine machine = new RotationMachine(5);
  private final Terms terms = new Terms(Duration.ZERO, true, Terms.OnFailure.DEFAULT);
  private final RotationInput planned = new RotationInput.Planned(Rotations.candidate("v2"));
  private final RotationInput written = new RotationInput.Written(Set.of());
  private final RotationInput passed =
      new RotationInput.Tested(new TestResult.Passed("fine"), Set.of());

  @Benchmark
  public Binding findTheBindingOfASecretAmong5000() {
    return bindings.of(one).getFirst();
  }

  @Benchmark
  public RotationInput.Planned mapASecretAndCompareIt() {
    return (RotationInput.Planned)
        Planner.plan(binding, Rotations.version("v2"), secret, target, DataSourceRules.DEFAULT);
  }

  /** With a preflight, to the end. */
  @Benchmark
  public RotationState.Committed walkFromQueuedToCommitted() {
    RotationState state = new RotationState.Queued(0, "Queued.");
    for (RotationInput input : List.of(planned, passed, written, passed)) {
      if (machine.onward(state, terms).isPresent() || machine.command(state, terms).isEmpty()) {
        throw new IllegalStateException("nothing is to be done in " + state.name());
      }
      state = machine.step(state, input, terms);
    }
    return (RotationState.Committed) state;
  }

  private static Binding bound(int number) {
    TreeMap<String, FieldMapping> keys = new TreeMap<>();
    keys.put("PGUSER", FieldMapping.parse("/username"));
    keys.put("PGPASSWORD", FieldMapping.parse("/password"));
    return new Binding(
        SecretRef.directory("login-" + number),
        new DataSourceRef("prod", "source_" + number),
        keys);
  }

  private static ConfigEntry entry(String value) {
    return new ConfigEntry(new ConfigValue.Literal(Secret.of(value)), Rotations.NOW);
  }
}
