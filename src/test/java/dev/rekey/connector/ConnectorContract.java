package dev.rekey.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.NotPermitted;
import dev.rekey.connector.TestResult.Passed;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.connector.TestResult.TimedOut;
import dev.rekey.connector.TestResult.Unreachable;
import dev.rekey.rotation.RotationRecord;
import dev.rekey.rotation.RotationState;
import dev.rekey.testing.CapturedLog;
import dev.rekey.testing.FaultProxy;
import dev.rekey.testing.FreePort;
import dev.rekey.testing.LeftBehind;
import dev.rekey.testing.RotationRig;
import dev.rekey.testing.TempFolder;
import dev.rekey.testing.TestCertificate;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the connector of every kind has to show. A kind says which setups stand for what. */
public abstract class ConnectorContract extends FuzzContract {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(300);

  /** How many tests in a row are looked at for what they leave behind. */
  private static final int IN_A_ROW = Integer.getInteger("rekey.tests-in-a-row", 40);

  @Test
  void goodConfigPasses() {
    assertThat(outcome(good())).isInstanceOf(Passed.class);
  }

  @Test
  void wrongCredentialIsRefused() {
    assertThat(outcome(refused())).isInstanceOf(Refused.class);
  }

  @Test
  void credentialWithoutPermissionIsNotPermitted() {
    assertThat(outcome(notPermitted())).isInstanceOf(NotPermitted.class);
  }

  @Test
  void thingThatDoesNotExistIsMisconfigured() {
    assertMisconfigured(unknownThing(), thingKey());
  }

  @Test
  void closedPortIsUnreachable() {
    assertThat(outcome(at(FreePort.find()))).isInstanceOf(Unreachable.class);
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
      await().untilAsserted(() -> assertThat(proxy.openConnections()).isPositive());

      tester.interrupt();

      assertThat(interrupted).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(true);
      await().untilAsserted(() -> assertThat(proxy.openConnections()).isZero());
    }
  }

  @Test
  void noValueIsLogged() {
    Setup good = good();
    try (var log = new CapturedLog();
        var proxy = proxy()) {
      outcome(good);
      outcome(refused());
      proxy.reset();
      outcome(at(proxy.port()));

      assertThat(log.text()).doesNotContain(CANARY);
      secretValues(good.config()).forEach(value -> assertThat(log.text()).doesNotContain(value));
    }
  }

  @Test
  void testsInARowLeaveNothingBehind() {
    Setup good = good();
    for (int call = 0; call < 10; call++) {
      outcome(good);
    }
    LeftBehind before = LeftBehind.now();

    for (int call = 0; call < IN_A_ROW; call++) {
      assertThat(outcome(good)).isInstanceOf(Passed.class);
    }

    // The JDK and a driver may start something of their own in between; one per test is a leak.
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              LeftBehind after = LeftBehind.now();
              assertThat(after.threads()).hasSizeLessThan(before.threads().size() + IN_A_ROW / 4);
              assertThat(after.files()).hasSizeLessThan(before.files().size() + IN_A_ROW / 4);
              assertThat(after.heapBytes())
                  .isLessThan(before.heapBytes() + IN_A_ROW * 5_000L + 8_000_000L);
            });
  }

  @Test
  void noThreadIsLeftBehindByAServerThatSaysNothing() {
    int calls = 10;
    try (var proxy = proxy()) {
      proxy.blackHole();
      outcome(at(proxy.port()), SHORT);
      int before = LeftBehind.now().threads().size();

      for (int call = 0; call < calls; call++) {
        outcome(at(proxy.port()), SHORT);
      }

      await()
          .untilAsserted(
              () -> assertThat(LeftBehind.now().threads()).hasSizeLessThan(before + calls / 2));
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("requiredKeys")
  void missingKeyIsNamed(String key) {
    assertMisconfigured(good().without(key), key);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("requiredKeys")
  void emptyKeyIsNamed(String key) {
    assertMisconfigured(good().with(key, ""), key);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("malformedKeys")
  void malformedKeyIsNamed(String key, String value) {
    assertMisconfigured(good().with(key, value), key);
  }

  Stream<Arguments> malformedKeys() {
    Stream<Arguments> own =
        malformed().entrySet().stream().map(each -> Arguments.of(each.getKey(), each.getValue()));
    Stream<Arguments> hosts =
        hostKeys().stream()
            .flatMap(
                key ->
                    Stream.of(
                            "127.0.0.1/x?sslfactory=evil",
                            "127.0.0.1?socketFactory=evil",
                            "127.0.0.1;integratedSecurity=true",
                            "127.0.0.1,10.0.0.1",
                            "127.0.0.1:1",
                            "user:" + CANARY + "@127.0.0.1",
                            "http://127.0.0.1",
                            "/var/run",
                            "a host",
                            "host\u0000name")
                        .map(host -> Arguments.of(key, host)));
    Stream<Arguments> ports =
        portKeys().stream()
            .flatMap(
                key ->
                    Stream.of("0", "65536", "-1", "+5432", "5432x", "5432 ", "5,6", "٥٤٣٢")
                        .map(port -> Arguments.of(key, port)));
    Stream<Arguments> urls =
        urlKeys().stream()
            .flatMap(
                key ->
                    Stream.of(
                            "file:///etc/passwd",
                            "ftp://127.0.0.1/",
                            "jar:file:/x!/y",
                            "http://user:" + CANARY + "@127.0.0.1/",
                            "http://127.0.0.1/?x=" + CANARY,
                            "http:///",
                            "not a url")
                        .map(url -> Arguments.of(key, url)));
    return Stream.of(own, hosts, ports, urls).flatMap(each -> each);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("refusedHosts")
  void addressThatIsOutOfBoundsIsNotConnectedTo(String key, String value) {
    assertMisconfigured(new Setup(connector(OPEN), good().with(key, value).config()), key);
  }

  Stream<Arguments> refusedHosts() {
    Stream<Arguments> hosts =
        hostKeys().stream()
            .flatMap(
                key ->
                    Stream.of(
                            "169.254.169.254",
                            "fe80::1",
                            "::ffff:169.254.169.254",
                            "100.100.100.200")
                        .map(host -> Arguments.of(key, host)));
    Stream<Arguments> urls =
        urlKeys().stream()
            .flatMap(
                key ->
                    Stream.of(
                            "http://169.254.169.254/latest",
                            "http://[fe80::1]:80",
                            "https://[fd00:ec2::254]")
                        .map(url -> Arguments.of(key, url)));
    return Stream.concat(hosts, urls);
  }

  @Test
  void trustedCertificatePasses() throws NoSuchAlgorithmException {
    TestCertificate certificate = TestCertificate.valid();
    try (Served server = overTls(certificate);
        var _ = Trust.in(certificate)) {
      assertThat(outcome(server.setup())).isInstanceOf(Passed.class);
    }
  }

  @Test
  void untrustedCertificateIsNamed() {
    try (Served server = overTls(TestCertificate.valid())) {
      assertBadCertificate(outcome(server.setup()));
    }
  }

  @Test
  void expiredCertificateIsNamed() throws NoSuchAlgorithmException {
    TestCertificate certificate = TestCertificate.expired();
    try (Served server = overTls(certificate);
        var _ = Trust.in(certificate)) {
      assertBadCertificate(outcome(server.setup()));
    }
  }

  private static void assertBadCertificate(TestResult result) {
    assertThat(result).isInstanceOfAny(Misconfigured.class, Unreachable.class);
    assertThat(result.message()).contains("certificate");
  }

  /** What the JVM trusts, for a while; some drivers look for the file by themselves. */
  protected record Trust(SSLContext before, Path file) implements AutoCloseable {
    private static final String STORE = "javax.net.ssl.trustStore";

    /** Trusts what a certificate was signed by, and nothing else. */
    public static Trust in(TestCertificate certificate) throws NoSuchAlgorithmException {
      var trust = new Trust(SSLContext.getDefault(), certificate.trustStore());
      SSLContext.setDefault(certificate.trusting());
      System.setProperty(STORE, trust.file().toString());
      return trust;
    }

    @Override
    public void close() {
      System.clearProperty(STORE);
      SSLContext.setDefault(before);
      TempFolder.delete(file.getParent());
    }
  }

  @Test
  void goodSecretIsCommitted(@TempDir Path folder) {
    Setup good = good();
    Map<String, String> secret = credential(good);
    try (var rig =
        new RotationRig(
            folder, kind(), good.connector(), good.with(wrongCredential()).config(), secret)) {
      assertState(rig.ended(), RotationState.Name.COMMITTED);

      assertThat(rig.held()).isEqualTo(new TreeMap<>(good.config()));
    }
  }

  @Test
  void badSecretIsRolledBack(@TempDir Path folder) {
    Setup good = good();
    Map<String, String> secret = credential(good);
    secret.putAll(wrongCredential());
    try (var rig = new RotationRig(folder, kind(), good.connector(), good.config(), secret)) {
      assertState(rig.ended(), RotationState.Name.ROLLED_BACK);

      assertThat(rig.held()).isEqualTo(new TreeMap<>(good.config()));
    }
  }

  private Map<String, String> credential(Setup setup) {
    var credential = new TreeMap<>(setup.config());
    credential.keySet().retainAll(credentialKeys());
    return credential;
  }

  private static void assertState(RotationRecord rotation, RotationState.Name state) {
    assertThat(rotation.state()).as(rotation.detail()).isEqualTo(state);
    assertThat(rotation.toString()).doesNotContain(CANARY);
  }

  /** The outcome of a setup, proved to hold no secret value. */
  protected final TestResult outcome(Setup setup) {
    return outcome(setup, LONG);
  }

  protected final TestResult outcome(Setup setup, Duration deadline) {
    TestResult result = setup.test(deadline);
    assertThat(result.toString()).doesNotContain(CANARY);
    secretValues(setup.config())
        .forEach(value -> assertThat(result.toString()).doesNotContain(value));
    return result;
  }

  protected final void assertMisconfigured(Setup setup, String key) {
    assertThat(outcome(setup))
        .isInstanceOfSatisfying(
            Misconfigured.class, result -> assertThat(result.key()).isEqualTo(key));
  }

  private FaultProxy proxy() {
    return FaultProxy.to("127.0.0.1", serverPort());
  }
}
