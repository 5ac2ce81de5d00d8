package dev.rekey.datasource.registry;

import dev.rekey.connector.StageConnector.NotListed;
import dev.rekey.connector.StageConnector.StageList;
import dev.rekey.connector.StreamConnector.NotRead;
import dev.rekey.connector.StreamConnector.Preview;
import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Catalogue;
import dev.rekey.datasource.ConfigKey;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.Connectors;
import dev.rekey.datasource.Kind;
import dev.rekey.datasource.TestReport;
import dev.rekey.datasource.TestSlots;
import dev.rekey.secret.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Runs the connector of a kind when there is a slot for it, and takes the time. Thread-safe. */
public final class ConnectionTests {
  private final Connectors connectors;
  private final TestSlots slots;
  private final Duration deadline;
  private final LongSupplier nanoClock;

  /**
   * @param deadline how long one test may take in all, without the wait for its slot
   */
  public ConnectionTests(
      Connectors connectors, TestSlots slots, Duration deadline, LongSupplier nanoClock) {
    this.connectors = connectors;
    this.slots = slots;
    this.deadline = deadline;
    this.nanoClock = nanoClock;
  }

  TestReport run(Kind kind, Map<String, ConfigValue> config) {
    return attempt(
        kind,
        config,
        values -> timed(kind, values),
        result -> new TestReport(kind, result, Duration.ZERO));
  }

  Preview preview(Kind kind, Map<String, ConfigValue> config, int limit) {
    return attempt(
        kind,
        config,
        values ->
            connectors.stream(kind)
                .map(stream -> stream.preview(values, limit, deadline))
                .orElseGet(() -> noMessages(kind)),
        NotRead::new);
  }

  private static Preview noMessages(Kind kind) {
    return new NotRead(
        new TestResult.Unsupported("Data sources of kind " + kind + " carry no messages."));
  }

  StageList stages(Kind kind, Map<String, ConfigValue> config) {
    return attempt(
        kind,
        config,
        values ->
            connectors
                .stages(kind)
                .map(stages -> stages.stages(values, deadline))
                .orElseGet(() -> noStages(kind)),
        NotListed::new);
  }

  private static StageList noStages(Kind kind) {
    return new NotListed(
        new TestResult.Unsupported("Data sources of kind " + kind + " have no stages."));
  }

  /**
   * Makes a call to a data source when there is a slot for it.
   *
   * @param failed what it comes to without a call
   */
  private <R> R attempt(
      Kind kind,
      Map<String, ConfigValue> config,
      Function<Map<String, Secret>, R> call,
      Function<TestResult, R> failed) {
    Optional<String> unresolved = unresolved(kind, config);
    if (unresolved.isPresent()) {
      String key = unresolved.get();
      return failed.apply(
          new TestResult.Misconfigured(
              key, key + ": its secret_id names no secret of the environment"));
    }
    Map<String, Secret> values = literals(config);
    try {
      return slots.run(kind, () -> call.apply(values));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return failed.apply(new TestResult.TimedOut("broken off before it began"));
    }
  }

  private TestReport timed(Kind kind, Map<String, Secret> values) {
    long start = nanoClock.getAsLong();
    TestResult result = connectors.of(kind).test(values, deadline);
    return new TestReport(kind, result, Duration.ofNanos(nanoClock.getAsLong() - start));
  }

  /** A key that the kind knows, and whose value is not here. */
  private static Optional<String> unresolved(Kind kind, Map<String, ConfigValue> config) {
    return Catalogue.of(kind).stream()
        .flatMap(ConfigKey::names)
        .filter(name -> config.get(name) instanceof ConfigValue.Reference)
        .findFirst();
  }

  private static Map<String, Secret> literals(Map<String, ConfigValue> config) {
    Map<String, Secret> values = new TreeMap<>();
    config.forEach(
        (key, value) -> {
          switch (value) {
            case ConfigValue.Literal literal -> values.put(key, literal.value());
            case ConfigValue.Reference _ -> {}
          }
        });
    return values;
  }
}
