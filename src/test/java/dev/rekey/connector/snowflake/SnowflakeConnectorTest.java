package dev.rekey.connector.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.Connector;
import dev.rekey.connector.ConnectorContract;
import dev.rekey.connector.Setup;
import dev.rekey.connector.StageConnector.Listed;
import dev.rekey.connector.StageConnector.NamedStage;
import dev.rekey.connector.StageConnector.NotListed;
import dev.rekey.connector.StageConnector.StorageIntegration;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.NotPermitted;
import dev.rekey.connector.TestResult.Passed;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.connector.support.Egress;
import dev.rekey.datasource.Kind;
import dev.rekey.testing.SnowflakeStandIn;
import dev.rekey.testing.TestCertificate;
import dev.rekey.testing.TlsFront;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a stand-in: Snowflake exists only as a service. */
class SnowflakeConnectorTest extends ConnectorContract {
  private static final SnowflakeStandIn SERVER = new SnowflakeStandIn();
  private static final Duration LONG = Duration.ofSeconds(30);

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @Override
  protected Kind kind() {
    return Kind.SNOWFLAKE;
  }

  @Override
  protected int serverPort() {
    return SERVER.port();
  }

  @Override
  protected Connector connector(Egress egress) {
    return at(egress, "http://127.0.0.1:" + SERVER.port());
  }

  private static SnowflakeConnector at(Egress egress, String url) {
    return new SnowflakeConnector(egress, Optional.of(URI.create(url)), InstantSource.system());
  }

  @Override
  protected Setup at(int port) {
    return at("http", port);
  }

  private static Setup at(String scheme, int port) {
    return new Setup(
        at(OPEN, scheme + "://127.0.0.1:" + port),
        Map.of(
            "SNOWFLAKE_ACCOUNT_ID",
            SnowflakeStandIn.ACCOUNT,
            "SNOWFLAKE_USER",
            SnowflakeStandIn.USER,
            "SNOWFLAKE_PASSWORD",
            SnowflakeStandIn.PASSWORD,
            "SNOWFLAKE_DATABASE",
            SnowflakeStandIn.DATABASE,
            "SNOWFLAKE_SCHEMA",
            SnowflakeStandIn.SCHEMA,
            "SNOWFLAKE_WAREHOUSE",
            SnowflakeStandIn.WAREHOUSE,
            "SNOWFLAKE_ROLE",
            SnowflakeStandIn.ROLE));
  }

  @Override
  protected Set<String> credentialKeys() {
    return Set.of("SNOWFLAKE_USER", "SNOWFLAKE_PASSWORD");
  }

  @Override
  protected Map<String, String> wrongCredential() {
    return Map.of("SNOWFLAKE_PASSWORD", CANARY);
  }

  @Override
  protected Setup notPermitted() {
    return good().with("SNOWFLAKE_WAREHOUSE", SnowflakeStandIn.CLOSED_WAREHOUSE);
  }

  @Override
  protected Setup unknownThing() {
    return good().with("SNOWFLAKE_DATABASE", "NO_SUCH_DATABASE");
  }

  @Override
  protected String thingKey() {
    return "SNOWFLAKE_DATABASE";
  }

  @Override
  protected Map<String, String> malformed() {
    return Map.of(
        "SNOWFLAKE_ACCOUNT_ID",
        "evil.example/x",
        "SNOWFLAKE_PRIVATE_KEY_B64",
        "not base64!",
        "ENGINE_ARGUMENTS",
        "{\"connect_args\": {\"authenticator\": \"externalbrowser\"}}");
  }

  @Override
  protected Served overTls(TestCertificate certificate) {
    var front = new TlsFront(certificate, SERVER.port());
    return Served.of(at("https", front.port()), front::close);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SNOWFLAKE_SCHEMA", "SNOWFLAKE_WAREHOUSE", "SNOWFLAKE_ROLE"})
  void whatTheSessionDoesNotHaveIsNamed(String key) {
    assertMisconfigured(good().with(key, "NO_SUCH_THING"), key);
  }

  @Test
  void sessionIsClosedAtTheServer() {
    int before = SERVER.openSessions();

    assertThat(outcome(good())).isInstanceOf(Passed.class);
    assertThat(outcome(notPermitted())).isInstanceOf(NotPermitted.class);

    assertThat(SERVER.openSessions()).isEqualTo(before);
  }

  @Test
  void keyOfTheUserPasses() {
    assertThat(outcome(withKey(SnowflakeStandIn.KEY.getPrivate()))).isInstanceOf(Passed.class);
  }

  @Test
  void keyOfSomebodyElseIsRefused() throws NoSuchAlgorithmException {
    assertThat(outcome(withKey(newKey("RSA", 2048)))).isInstanceOf(Refused.class);
  }

  @Test
  void shortKeyIsMisconfigured() throws NoSuchAlgorithmException {
    assertMisconfigured(withKey(newKey("RSA", 1024)), "SNOWFLAKE_PRIVATE_KEY_B64");
  }

  @Test
  void keyThatIsNotRsaIsMisconfigured() throws NoSuchAlgorithmException {
    assertMisconfigured(withKey(newKey("EC", 256)), "SNOWFLAKE_PRIVATE_KEY_B64");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "CERTIFICATE"})
  void pemOfAnotherShapeIsMisconfigured(String type) {
    byte[] der = SnowflakeStandIn.KEY.getPrivate().getEncoded();
    assertMisconfigured(
        good().with("SNOWFLAKE_PRIVATE_KEY_B64", pem(type, der)), "SNOWFLAKE_PRIVATE_KEY_B64");
  }

  private Setup withKey(PrivateKey key) {
    return good()
        .without("SNOWFLAKE_PASSWORD")
        .with("SNOWFLAKE_PRIVATE_KEY_B64", pem("PRIVATE KEY", key.getEncoded()));
  }

  private static PrivateKey newKey(String algorithm, int bits) throws NoSuchAlgorithmException {
    var generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    return generator.generateKeyPair().getPrivate();
  }

  private static String pem(String type, byte[] der) {
    String text =
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(type, Base64.getMimeEncoder().encodeToString(der), type);
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void accountGoesByItsOtherName() {
    assertThat(
            outcome(
                good()
                    .without("SNOWFLAKE_ACCOUNT_ID")
                    .with("SNOWFLAKE_ACCOUNT", SnowflakeStandIn.ACCOUNT)))
        .isInstanceOf(Passed.class);
  }

  @Test
  void twoAccountsAreMisconfigured() {
    assertMisconfigured(good().with("SNOWFLAKE_ACCOUNT", "another"), "SNOWFLAKE_ACCOUNT_ID");
  }

  @Test
  void addressThatIsOutOfBoundsIsNotConnectedTo() {
    var noLoopback = new Egress(InetAddress::getAllByName, true, false);
    assertMisconfigured(
        new Setup(at(noLoopback, "http://127.0.0.1:" + SERVER.port()), good().config()),
        "SNOWFLAKE_ACCOUNT_ID");
  }

  @Test
  void loginWithoutPasswordAndKeyIsMisconfigured() {
    assertThat(outcome(good().without("SNOWFLAKE_PASSWORD"))).isInstanceOf(Misconfigured.class);
  }

  // Named stages
  @Test
  void stagesAreListedAsSqlNamesThem() {
    SERVER.showStages(
        List.of(
            List.of("NEAR", "SALES", "PUBLIC", "", "INTERNAL", "c", ""),
            List.of("Far", "LAKE", "RAW", "s3://lake/a/", "EXTERNAL", "", "LAKE")));

    assertThat(stages(Map.of()))
        .isEqualTo(
            new Listed(
                List.of(
                    new NamedStage("NEAR", "SALES", "PUBLIC", "NEAR", "INTERNAL", "", "c", ""),
                    new NamedStage(
                        "Far",
                        "LAKE",
                        "RAW",
                        "LAKE.RAW.\"Far\"",
                        "EXTERNAL",
                        "s3://lake/a/",
                        "",
                        "LAKE")),
                false,
                List.of(
                    new StorageIntegration(
                        "LAKE",
                        "EXTERNAL_STAGE",
                        "S3",
                        true,
                        List.of("s3://lake/a/", "s3://lake/b/"),
                        "the lake"))));
  }

  @Test
  void stagesAreListedWithoutIntegrationsThatMayNotBeSeen() {
    SERVER.showStages(List.of());
    SERVER.hideIntegrations(true);
    try {
      assertThat(stages(Map.of())).isEqualTo(new Listed(List.of(), false, List.of()));
    } finally {
      SERVER.hideIntegrations(false);
    }
  }

  @Test
  void noMoreThanAThousandStagesAreListed() {
    List<String> stage = List.of("S", "SALES", "PUBLIC", "", "INTERNAL", "", "");
    SERVER.showStages(Collections.nCopies(1001, stage));

    assertThat(stages(Map.of()))
        .isInstanceOfSatisfying(
            Listed.class,
            listed -> {
              assertThat(listed.stages()).hasSize(1000);
              assertThat(listed.truncated()).isTrue();
            });
  }

  @Test
  void stagesOfARefusedLoginAreNotListed() {
    assertThat(stages(wrongCredential()))
        .isInstanceOfSatisfying(
            NotListed.class, list -> assertThat(list.outcome()).isInstanceOf(Refused.class));
  }

  private Object stages(Map<String, String> changed) {
    var setup = good().with(new HashMap<>(changed));
    return ((SnowflakeConnector) setup.connector()).stages(setup.secrets(), LONG);
  }
}
