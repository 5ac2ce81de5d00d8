package dev.rekey.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.TestResult;
import dev.rekey.secret.Secret;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How data sources are tested, by every implementation. */
public abstract class ConnectionTestContract extends DataSourcesFixture {
  private final AtomicReference<Map<String, Secret>> tried = new AtomicReference<>(Map.of());
  private TestResult answer = new TestResult.Passed("connected");

  @Override
  Connectors connectors() {
    return kind ->
        (config, deadline) -> {
          tried.set(config);
          return answer;
        };
  }

  @Test
  void savedConfigIsTriedAsItIs() {
    DataSource created = create("orders");
    answer = new TestResult.Refused("wrong password");

    TestReport report =
        dataSources.test(new TestRequest.Saved("prod", created.id(), Map.of())).orElseThrow();

    assertThat(report.kind()).isEqualTo(Kind.POSTGRESQL);
    assertThat(report.result()).isEqualTo(answer);
    assertThat(tried.get()).isEqualTo(secrets(config()));
  }

  @Test
  void givenValuesWinAndAreNotSaved() {
    DataSource created = create("orders");
    Map<String, ConfigValue> given =
        Map.of("PGPASSWORD", literal("second"), "PGPORT", literal("5433"));

    assertThat(dataSources.test(new TestRequest.Saved("prod", created.id(), given))).isPresent();

    Map<String, ConfigValue> merged = config();
    merged.putAll(given);
    assertThat(tried.get()).isEqualTo(secrets(merged));
    assertThat(values(created)).isEqualTo(config());
  }

  @Test
  void configThatIsNotSavedIsTried() {
    TestReport report =
        dataSources.test(new TestRequest.Unsaved(Kind.POSTGRESQL, config())).orElseThrow();

    assertThat(report.result()).isEqualTo(answer);
    assertThat(tried.get()).isEqualTo(secrets(config()));
    assertThat(dataSources.list("prod")).isEmpty();
  }

  @Test
  void unknownIdIsNotTried() {
    DataSource created = create("orders");

    assertThat(dataSources.test(new TestRequest.Saved("prod", "none", Map.of()))).isEmpty();
    assertThat(dataSources.test(new TestRequest.Saved("staging", created.id(), Map.of())))
        .isEmpty();
    assertThat(tried.get()).isEmpty();
  }

  private static Map<String, Secret> secrets(Map<String, ConfigValue> config) {
    Map<String, Secret> secrets = new TreeMap<>();
    config.forEach((key, value) -> secrets.put(key, ((ConfigValue.Literal) value).value()));
    return secrets;
  }
}
