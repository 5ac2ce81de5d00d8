package dev.rekey.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.StreamConnector;
import dev.rekey.connector.StreamConnector.Message;
import dev.rekey.connector.StreamConnector.Messages;
import dev.rekey.connector.StreamConnector.NotRead;
import dev.rekey.connector.TestResult;
import dev.rekey.secret.Secret;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How data sources are tested, by every implementation. */
public abstract class ConnectionTestContract extends DataSourcesFixture {
  static final Message MESSAGE =
      new Message(Secret.of("{}"), Optional.empty(), "orders", "0", "17", START);

  final AtomicReference<Map<String, Secret>> tried = new AtomicReference<>(Map.of());
  private TestResult answer = new TestResult.Passed("connected");

  @Override
  Connectors connectors() {
    return kind -> kind == Kind.KAFKA ? new Stream() : this::test;
  }

  private TestResult test(Map<String, Secret> config, Duration deadline) {
    tried.set(config);
    return answer;
  }

  private final class Stream implements StreamConnector {
    @Override
    public TestResult test(Map<String, Secret> config, Duration deadline) {
      return ConnectionTestContract.this.test(config, deadline);
    }

    @Override
    public Preview preview(Map<String, Secret> config, int limit, Duration deadline) {
      tried.set(config);
      return new Messages(Collections.nCopies(limit, MESSAGE));
    }
  }

  @Test
  void kindWithoutMessagesHasNonePreviewed() {
    DataSource created = create("orders");

    assertThat(dataSources.preview(new TestRequest.Saved("prod", created.id(), Map.of()), 5))
        .get()
        .isInstanceOfSatisfying(
            NotRead.class,
            preview -> assertThat(preview.outcome()).isInstanceOf(TestResult.Unsupported.class));
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
        dataSources.test(new TestRequest.Unsaved("prod", Kind.POSTGRESQL, config())).orElseThrow();

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

  static Map<String, Secret> secrets(Map<String, ConfigValue> config) {
    Map<String, Secret> secrets = new TreeMap<>();
    config.forEach((key, value) -> secrets.put(key, ((ConfigValue.Literal) value).value()));
    return secrets;
  }
}
