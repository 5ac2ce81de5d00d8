package dev.rekey.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.NotPermitted;
import dev.rekey.connector.TestResult.Passed;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.connector.TestResult.TimedOut;
import dev.rekey.connector.TestResult.Unreachable;
import dev.rekey.secret.Secret;
import dev.rekey.testing.FaultProxy;
import dev.rekey.testing.FreePort;
import dev.rekey.testing.ThreadNames;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the connector of every kind has to show, against a server that can be reached by host and
 * port. A kind says which configs stand for what.
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class ConnectorContract {
  /** A password that no server knows and that must be seen nowhere. */
  protected static final String CANARY = "canary-5d0c1b7e";

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(300);

  protected abstract Connector connector();

  /** A config with which the test passes. */
  protected abstract Map<String, String> goodConfig();

  /** The keys without which the kind cannot be tested. */
  protected abstract Set<String> requiredKeys();

  /** The keys whose values must not be seen; wrong ones are refused. */
  protected abstract Set<String> secretKeys();

  protected abstract String hostKey();

  protected abstract String portKey();

  /** The key that names what is used at the server, such as a database. */
  protected abstract String databaseKey();

  /** The key that a certificate nobody trusts is blamed on. */
  protected abstract String tlsKey();

  /** A good login that may not use what the config names. */
  protected abstract Map<String, String> notPermittedConfig();

  /** A server whose certificate has to be trusted and is not. */
  protected abstract Map<String, String> untrustedConfig();

  @Test
  void goodConfigPasses() {
    assertThat(outcome(goodConfig())).isInstanceOf(Passed.class);
  }

  @Test
  void wrongPasswordIsRefused() {
    var config = new HashMap<>(goodConfig());
    secretKeys().forEach(key -> config.put(key, CANARY));

    assertThat(outcome(config)).isInstanceOf(Refused.class);
  }

  @Test
  void loginWithoutPermissionIsNotPermitted() {
    assertThat(outcome(notPermittedConfig())).isInstanceOf(NotPermitted.class);
  }

  @Test
  void unknownDatabaseIsMisconfigured() {
    assertMisconfigured(with(goodConfig(), databaseKey(), "no_such_database"), databaseKey());
  }

  @Test
  void closedPortIsUnreachable() {
    assertThat(outcome(at(FreePort.find()))).isInstanceOf(Unreachable.class);
  }

  @Test
  void unknownHostIsUnreachable() {
    // A label of 64 characters cannot be put into a query: nobody is asked.
    assertThat(outcome(with(goodConfig(), hostKey(), "a".repeat(64))))
        .isInstanceOf(Unreachable.class);
  }

  @Test
  void connectionThatIsResetIsUnreachable() {
    try (var proxy = proxy()) {
      proxy.reset();

      assertThat(outcome(at(proxy.port()))).isInstanceOf(Unreachable.class);
    }
  }

  @Test
  void serverThatSaysNothingTimesOutAndIsLeft() {
    try (var proxy = proxy()) {
      proxy.blackHole();

      assertThat(outcome(at(proxy.port()), SHORT)).isInstanceOf(TimedOut.class);

      await().untilAsserted(() -> assertThat(proxy.openConnections()).isZero());
    }
  }

  @Test
  void deadlineHoldsForAllStepsTogether() {
    try (var proxy = proxy()) {
      proxy.delay(SHORT.minusMillis(50));

      assertThat(outcome(at(proxy.port()), SHORT)).isInstanceOf(TimedOut.class);

      await().untilAsserted(() -> assertThat(proxy.openConnections()).isZero());
    }
  }

  @Test
  void interruptEndsTheTestAtOnce() {
    try (var proxy = proxy()) {
      proxy.blackHole();
      var interrupted = new CompletableFuture<Boolean>();
      Thread tester =
          Thread.ofVirtual()
              .start(
                  () -> {
                    outcome(at(proxy.port()));
                    interrupted.complete(Thread.currentThread().isInterrupted());
                  });
      await().untilAsserted(() -> assertThat(proxy.openConnections()).isEqualTo(1));

      tester.interrupt();

      assertThat(interrupted).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(true);
      await().untilAsserted(() -> assertThat(proxy.openConnections()).isZero());
    }
  }

  @Test
  void noThreadIsLeftBehind() {
    int calls = 10;
    try (var proxy = proxy()) {
      proxy.blackHole();
      outcome(at(proxy.port()), SHORT);
      int before = ThreadNames.all().size();

      for (int call = 0; call < calls; call++) {
        outcome(at(proxy.port()), SHORT);
      }

      // The JDK and a driver may start one of their own in between; one for each call is a leak.
      await()
          .untilAsserted(() -> assertThat(ThreadNames.all()).hasSizeLessThan(before + calls / 2));
    }
  }

  @ParameterizedTest
  @MethodSource("requiredKeys")
  void missingKeyIsNamed(String key) {
    var config = new HashMap<>(goodConfig());
    config.remove(key);

    assertMisconfigured(config, key);
  }

  @ParameterizedTest
  @MethodSource("requiredKeys")
  void emptyKeyIsNamed(String key) {
    assertMisconfigured(with(goodConfig(), key, ""), key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "-1", "+5432", "5432x", "5432 ", "5,6", "٥٤٣٢"})
  void malformedPortIsNamed(String port) {
    assertMisconfigured(with(goodConfig(), portKey(), port), portKey());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1/x?sslfactory=evil",
        "127.0.0.1?socketFactory=evil",
        "127.0.0.1,10.0.0.1",
        "127.0.0.1:1",
        "user:" + CANARY + "@127.0.0.1",
        "http://127.0.0.1",
        "/var/run",
        "a host",
        "host\u0000name"
      })
  void hostThatIsMoreThanAHostIsNamed(String host) {
    assertMisconfigured(with(goodConfig(), hostKey(), host), hostKey());
  }

  @Test
  void untrustedCertificateIsMisconfigured() {
    assertMisconfigured(untrustedConfig(), tlsKey());
  }

  /** The outcome of a config, proved to hold no secret value. */
  protected TestResult outcome(Map<String, String> config) {
    return outcome(config, LONG);
  }

  protected void assertMisconfigured(Map<String, String> config, String key) {
    assertThat(outcome(config))
        .isInstanceOfSatisfying(
            Misconfigured.class, result -> assertThat(result.key()).isEqualTo(key));
  }

  protected static Map<String, String> with(Map<String, String> config, String key, String value) {
    var changed = new HashMap<>(config);
    changed.put(key, value);
    return changed;
  }

  private TestResult outcome(Map<String, String> config, Duration deadline) {
    var secrets = new HashMap<String, Secret>();
    config.forEach((key, value) -> secrets.put(key, Secret.of(value)));
    TestResult result = connector().test(secrets, deadline);
    assertThat(result.toString()).doesNotContain(CANARY);
    secretKeys().stream()
        .map(key -> config.getOrDefault(key, ""))
        .filter(value -> !value.isEmpty())
        .forEach(value -> assertThat(result.toString()).doesNotContain(value));
    return result;
  }

  private Map<String, String> at(int port) {
    return with(goodConfig(), portKey(), Integer.toString(port));
  }

  private FaultProxy proxy() {
    return FaultProxy.to(
        goodConfig().get(hostKey()), Integer.parseInt(goodConfig().get(portKey())));
  }
}
