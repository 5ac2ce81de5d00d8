package dev.rekey.datasource.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekey.connector.ConnectorFixture;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.redshift.RedshiftConnector;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.Kind;
import dev.rekey.datasource.TestReport;
import dev.rekey.datasource.TestSlots;
import dev.rekey.secret.Secret;
import dev.rekey.testing.FaultProxy;
import dev.rekey.testing.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Real servers, one of which says nothing. */
class HungServerTest {
  private static final int HUNG = 200;
  private static final int OF_A_KIND = 32;

  /** With the bounds that the worker has by default. */
  private final ConnectionTests tests =
      new ConnectionTests(
          _ -> new RedshiftConnector(ConnectorFixture.OPEN),
          new TestSlots(64, _ -> OF_A_KIND),
          Duration.ofMinutes(2),
          System::nanoTime);

  @Test
  void testsOfAHungServerHoldUpTheirOwnKindAlone() throws ExecutionException, InterruptedException {
    PostgresServer server = PostgresServer.shared();
    server.createRole("hung_test", "right-5512");
    List<Future<TestReport>> hung = new ArrayList<>();
    try (var proxy = FaultProxy.to("127.0.0.1", server.port());
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      proxy.blackHole();
      for (int i = 0; i < HUNG; i++) {
        hung.add(callers.submit(() -> tests.run(Kind.TRINO, config(proxy.port()))));
      }
      await().until(() -> proxy.openConnections() == OF_A_KIND);

      TestReport other =
          callers.submit(() -> tests.run(Kind.REDSHIFT, config(server.port()))).get();

      assertThat(other.result()).isInstanceOf(TestResult.Passed.class);
      assertThat(hung).noneMatch(Future::isDone);
      callers.shutdownNow();
    }
    assertThat(hung).allMatch(Future::isDone);
  }

  private static Map<String, ConfigValue> config(int port) {
    return Map.of(
        "REDSHIFT_HOST", literal("127.0.0.1"),
        "REDSHIFT_PORT", literal(Integer.toString(port)),
        "REDSHIFT_DB", literal("postgres"),
        "REDSHIFT_USER", literal("hung_test"),
        "REDSHIFT_PASSWORD", literal("right-5512"));
  }

  private static ConfigValue literal(String value) {
    return new ConfigValue.Literal(Secret.of(value));
  }
}
