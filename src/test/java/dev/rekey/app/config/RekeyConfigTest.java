package dev.rekey.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.Kind;
import dev.rekey.event.pubsub.PushToken;
import dev.rekey.event.sqs.SqsQueue;
import dev.rekey.rotation.Binding;
import dev.rekey.rotation.FieldMapping;
import dev.rekey.secret.SecretRef;
import dev.rekey.sweep.SweepPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RekeyConfigTest {
  @TempDir private Path folder;

  @Test
  void theFileThatIsShippedHoldsTheDefaults() {
    RekeyConfig shipped = ConfigFiles.read(Path.of("config", "rekey.yaml"));

    Settings settings = Settings.of(shipped);

    assertDefaults(shipped);
    // The one exception: who tries it out has his databases on his machine.
    assertThat(shipped.connectors().egress().loopback()).isTrue();
    assertThat(settings.environments()).containsOnlyKeys("default");
    assertThat(settings.bindings().all()).isEmpty();
  }

  @Test
  void anEmptyFileMeansTheSame() throws IOException {
    RekeyConfig config = parse("{}");

    Settings settings = Settings.of(config);

    assertDefaults(config);
    assertThat(config.connectors().egress().loopback()).isFalse();
    assertThat(settings.environments()).containsOnlyKeys("default");
  }

  @Test
  void bindingsAreReadWithTheirMappings() throws IOException {
    RekeyConfig config =
        parse(
            """
            bindings:
                - secret: dir://login
                  environment: default
                  data-source: orders
                  keys: {PGUSER: /user, PGPASSWORD: "", TOKEN: "base64:", KEY: "base64:/key"}
            """);

    Settings settings = Settings.of(config);

    Binding binding = settings.bindings().all().getFirst();
    assertThat(binding.secret()).isEqualTo(SecretRef.directory("login"));
    assertThat(binding.dataSource()).isEqualTo(new DataSourceRef("default", "orders"));
    assertThat(binding.keys())
        .containsEntry("PGUSER", FieldMapping.parse("/user"))
        .containsEntry("PGPASSWORD", FieldMapping.parse(""))
        .containsEntry("TOKEN", FieldMapping.parse("base64:"))
        .containsEntry("KEY", FieldMapping.parse("base64:/key"))
        .hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{http: {host: 0.0.0.0, allow-plaintext: true}}",
        "{http: {host: localhost}}",
        "{http: {host: '::1'}}"
      })
  void plaintextIsForLoopbackOrForWhoeverAsksForIt(String config) throws IOException {
    assertThat(Settings.of(parse(config)).environments()).hasSize(1);
  }

  @Test
  void aKindMayHaveABoundOfItsOwn() throws IOException {
    Settings settings = Settings.of(parse("{limits: {tests-per-kind: {SNOWFLAKE: 8, mysql: 3}}}"));

    assertThat(settings.concurrentTests(Kind.SNOWFLAKE)).isEqualTo(8);
    assertThat(settings.concurrentTests(Kind.MYSQL)).isEqualTo(3);
    assertThat(settings.concurrentTests(Kind.POSTGRESQL)).isEqualTo(32);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {tokens: {lifetime: 1s}}                            | rekey.tokens.lifetime
          {http: {host: 0.0.0.0}}                             | rekey.http.host
          {http: {tls: {certificate: none.crt, key: none.key}}} | rekey.http.tls.certificate
          {target: {kind: remote}}                            | rekey.target.remote
          {oidc: [{issuer: 'http://a.example', audience: b}]} | rekey.oidc[0].issuer
          {oidc: [{issuer: 'https://a.example', audience: b, clients: {c: nobody}}]} | rekey.oidc[0].clients
          {limits: {calls-per-second: 0}}                     | rekey.limits.calls-per-second
          {events: {directory: {rescan: 100ms}}}              | rekey.events.directory.rescan
          {secret-stores: {directory: {calls-per-second: 0}}} | rekey.secret-stores.directory.calls-per-second
          {secret-stores: {aws: {calls-per-second: 0}}}       | rekey.secret-stores.aws.calls-per-second
          {secret-stores: {google: {calls-per-second: 0}}}    | rekey.secret-stores.google.calls-per-second
          {secret-stores: {google: {projects: {shop: shop}}}} | rekey.secret-stores.google.projects.shop
          {secret-stores: {google: {endpoint: 'ftp://a'}}}    | rekey.secret-stores.google.endpoint
          {events: {pubsub: {endpoint: 'http://a'}}}          | rekey.events.pubsub.endpoint
          {connectors: {trust-folder: no-such-folder}}        | rekey.connectors.trust-folder
          {connectors: {endpoints: {aws: 'file:///x'}}}       | rekey.connectors.endpoints.aws
          {connectors: {endpoints: {snowflake: 'http://u@a'}}} | rekey.connectors.endpoints.snowflake
          {connectors: {endpoints: {spanner: 'http://a'}}}    | rekey.connectors.endpoints.spanner
          {events: {pubsub: {subscriptions: [a]}}}            | rekey.events.pubsub.subscriptions
          {events: {pubsub: {push: {enabled: true}}}}         | rekey.events.pubsub.push.audience
          {events: {pubsub: {push: {enabled: true, audience: a}}}}                      | rekey.events.pubsub.push.service-account
          {events: {sqs: {queues: [{url: 'https://sqs.eu-west-1.amazonaws.com/1/a'}, {url: a}]}}} | rekey.events.sqs.queues[1]
          {events: {sqs: {queues: [{url: 'http://127.0.0.1:1/1/a'}]}}}                  | rekey.events.sqs.queues[0]
          {limits: {test-timeout: 1h}}                        | rekey.limits.test-timeout
          {limits: {max-value-bytes: 0}}                      | rekey.limits.max-value-bytes
          {limits: {max-concurrent-tests: 0}}                 | rekey.limits.max-concurrent-tests
          {limits: {max-concurrent-tests-per-kind: 10001}}    | rekey.limits.max-concurrent-tests-per-kind
          {limits: {tests-per-kind: {SNOWFLAK: 8}}}           | rekey.limits.tests-per-kind.SNOWFLAK
          {limits: {tests-per-kind: {MYSQL: 0}}}              | rekey.limits.tests-per-kind.MYSQL
          {retention: {days: 0}}                              | rekey.retention.days
          {sweeps: {health: {every: 1s}}}                     | rekey.sweeps.health.every
          {sweeps: {health: {spread: 1.5}}}                   | rekey.sweeps.health.spread
          {sweeps: {health: {cron: 'at night'}}}              | rekey.sweeps.health.cron
          {sweeps: {health: {cron: '0 1 * * *', zone: Mars}}} | rekey.sweeps.health.zone
          {sweeps: {health: {max-concurrent-tests: 0}}}       | rekey.sweeps.health.max-concurrent-tests
          {sweeps: {health: {kinds: {SNOWFLAK: {every: 6h}}}}} | rekey.sweeps.health.kinds.SNOWFLAK
          {sweeps: {health: {kinds: {MYSQL: {every: 0s}}}}}   | rekey.sweeps.health.kinds.MYSQL.every
          {sweeps: {drift: {environments: {x: {every: 1h}}}}} | rekey.sweeps.drift.environments.x
          {sweeps: {drift: {environments: {default: {cron: x}}}}} | rekey.sweeps.drift.environments.default.cron
          {change-windows: [{environment: x, rule: deny, cron: '* * * * *', length: 1h}]} | rekey.change-windows[0].environment
          {change-windows: [{environment: default, rule: deny, cron: x, length: 1h}]} | rekey.change-windows[0].cron
          {change-windows: [{environment: default, rule: deny, cron: '* * * * *', length: 0s}]} | rekey.change-windows[0].length
          {change-windows: [{environment: default, secret: a, rule: deny, cron: '* * * * *', length: 1h}]} | rekey.change-windows[0].secret
          {limits: {test-attempts: 0}}                        | rekey.limits.test-attempts
          {store: {kind: postgresql}}                         | rekey.store.postgresql
          {environments: [{id: a}, {id: a}]}                  | rekey.environments[1].id
          {bindings: [{secret: 'dir://a', environment: x, data-source: a, keys: {K: ''}}]}         | rekey.bindings[0].environment
          {bindings: [{secret: 'dir://a', environment: default, data-source: a-b, keys: {K: ''}}]} | rekey.bindings[0].data-source
          {bindings: [{secret: 'dir://a', environment: default, data-source: a, keys: {'1K': ''}}]} | rekey.bindings[0].keys
          {bindings: [{secret: 'aws-sm://r/a', environment: default, data-source: a, keys: {K: ''}}]} | rekey.bindings[0].secret
          {bindings: [{secret: 'dir://../a', environment: default, data-source: a, keys: {K: ''}}]} | rekey.bindings[0].secret
          """)
  void whatCannotBeMeantIsRefusedByName(String yaml, String key) throws IOException {
    RekeyConfig config = parse(yaml);

    assertThatThrownBy(() -> Settings.of(config))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith(key + ": ");
  }

  @Test
  void sweepsAreReadAsTheyAreMeant() throws IOException {
    SweepSettings sweeps =
        Settings.of(
                parse(
                    """
                    environments: [{id: prod}, {id: test}, {id: idle}]
                    sweeps:
                        health:
                            every: 20m
                            environments:
                                test: {cron: "0 6 * * *"}
                                idle: {enabled: false}
                            kinds:
                                SNOWFLAKE: {every: 10h}
                                bigquery: {enabled: false}
                    """))
            .sweeps();
    Instant noon = Instant.parse("2026-11-30T12:00:00Z");

    assertThat(sweeps.health())
        .extracting(SweepPlan::environment, plan -> plan.schedule().after(noon))
        .containsExactly(
            tuple("prod", Optional.of(noon.plus(Duration.ofMinutes(20)))),
            tuple("test", Optional.of(Instant.parse("2026-12-01T06:00:00Z"))),
            tuple("idle", Optional.empty()));
    assertThat(sweeps.gap(Kind.SNOWFLAKE)).contains(Duration.ofHours(9));
    assertThat(sweeps.gap(Kind.BIGQUERY)).isEmpty();
    assertThat(sweeps.gap(Kind.MYSQL)).contains(Duration.ZERO);
  }

  @Test
  void theCloudsAreReadAsTheyAreMeant() throws IOException {
    CloudSettings clouds =
        Settings.of(
                parse(
                    """
                    events:
                        sqs:
                            queues: [{url: 'https://sqs.eu-west-1.amazonaws.com/1/a'}]
                        pubsub:
                            subscriptions: [projects/shop/subscriptions/news]
                            push: {enabled: true, audience: here, service-account: push@shop}
                    """))
            .clouds();

    assertThat(clouds.queues())
        .containsExactly(new SqsQueue("https://sqs.eu-west-1.amazonaws.com/1/a", "eu-west-1"));
    assertThat(clouds.subscriptions()).containsExactly("projects/shop/subscriptions/news");
    assertThat(clouds.push())
        .contains(new CloudSettings.Push("here", "push@shop", PushToken.GOOGLE_KEYS));
    assertThat(clouds.secretManager()).as("Google's own").isEmpty();
  }

  @Test
  void twoBindingsThatFeedOneKeyAreRefusedByName() throws IOException {
    RekeyConfig config =
        parse(
            """
            bindings:
                - {secret: 'dir://a', environment: default, data-source: one, keys: {K: '', L: ''}}
                - {secret: 'dir://b', environment: default, data-source: two, keys: {K: ''}}
                - {secret: 'dir://b', environment: default, data-source: one, keys: {M: '', L: ''}}
            """);

    assertThatThrownBy(() -> Settings.of(config))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "rekey.bindings[2].keys: L of default/one is fed by rekey.bindings[0] already, from"
                + " dir://a");
  }

  @Test
  void aBindingWithoutKeysIsAcceptedBesideOneForOtherKeys() throws IOException {
    RekeyConfig config =
        parse(
            """
            bindings:
                - {secret: 'dir://a', environment: default, data-source: one}
                - {secret: 'dir://b', environment: default, data-source: one, keys: {PGHOST: ''}}
                - {secret: 'dir://a', environment: default, data-source: two}
            """);

    Settings settings = Settings.of(config);

    assertThat(settings.bindings().all().getFirst().keys()).isEmpty();
    assertThat(settings.bindings().all()).hasSize(3);
  }

  @Test
  void whichSecretsMayBeBoundOverTheApiIsSaidByEnvironment() throws IOException {
    Settings settings =
        Settings.of(
            parse("{bindable-secrets: {default: ['dir://*', 'aws-sm://eu-west-1/dev/*']}}"));

    assertThat(settings.bindingRules().bindable())
        .isEqualTo(Map.of("default", List.of("dir://*", "aws-sm://eu-west-1/dev/*")));
    assertThatThrownBy(() -> Settings.of(parse("{bindable-secrets: {other: ['dir://*']}}")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("rekey.bindable-secrets.other: there is no such environment");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                      | rekey.bindings[1].keys: the credential of default/one is fed by rekey.bindings[0] already
          ', keys: {PGUSER: ""}'  | rekey.bindings[1].keys: PGUSER of default/one is fed by rekey.bindings[0] already
          """)
  void aCredentialWithTwoFeedersIsRefusedByName(String keys, String message) throws IOException {
    RekeyConfig config =
        parse(
            """
            bindings:
                - {secret: 'dir://a', environment: default, data-source: one}
                - {secret: 'dir://b', environment: default, data-source: one%s}
            """
                .formatted(keys));

    assertThatThrownBy(() -> Settings.of(config))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith(message);
  }

  private static void assertDefaults(RekeyConfig config) {
    assertThat(config.dataDir()).isEqualTo(Path.of("data"));
    assertThat(config.http().host()).isEqualTo("127.0.0.1");
    assertThat(config.http().port()).isEqualTo(8080);
    assertThat(config.http().managementPort()).isEqualTo(9000);
    assertThat(config.store().kind()).isEqualTo(RekeyConfig.StoreKind.SQLITE);
    assertThat(config.clients()).isEmpty();
    assertThat(config.tokens().lifetime()).isEqualTo(Duration.ofHours(1));
    assertThat(config.secretStores().directory().path()).isEqualTo(Path.of("secrets"));
    assertThat(config.secretStores().directory().callsPerSecond()).isEqualTo(10_000);
    assertThat(config.events().directory().enabled()).isTrue();
    assertThat(config.events().directory().rescan()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.events().kafka().enabled()).isFalse();
    assertThat(config.events().kafka().bootstrapServers()).isEqualTo("localhost:9092");
    assertThat(config.events().kafka().topic()).isEqualTo("secret-rotations");
    assertThat(config.events().kafka().groupId()).isEqualTo("rekey");
    assertThat(config.connectors().egress().privateNetworks()).isTrue();
    assertThat(config.connectors().trustFolder()).isEmpty();
    assertThat(config.retention().days()).isEqualTo(90);
    assertThat(config.notifications().source()).isEqualTo("/rekey");
    assertThat(config.notifications().giveUpAfter()).isEqualTo(Duration.ofDays(7));
    assertThat(config.notifications().keep()).isEqualTo(Duration.ofDays(7));
    assertThat(config.notifications().endpoints()).isEmpty();
    assertThat(config.sweeps().health().every()).isEqualTo(Duration.ofMinutes(15));
    assertThat(config.sweeps().health().cron()).isEmpty();
    assertThat(config.sweeps().health().jitter()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.sweeps().health().spread()).isEqualTo(0.5);
    assertThat(config.sweeps().health().maxConcurrentTests()).isEqualTo(16);
    assertThat(config.sweeps().health().metricsPerDataSource()).isTrue();
    assertThat(config.sweeps().health().kinds()).isEmpty();
    assertThat(config.sweeps().drift().every()).isEqualTo(Duration.ofHours(1));
    assertThat(config.sweeps().drift().spread()).isZero();
    assertThat(config.changeWindows()).isEmpty();
    assertThat(config.limits().maxValueBytes()).isEqualTo(131_072);
    assertThat(config.limits().maxConfigKeys()).isEqualTo(200);
    assertThat(config.limits().maxConcurrentRotations()).isEqualTo(64);
    assertThat(config.limits().maxConcurrentTests()).isEqualTo(64);
    assertThat(config.limits().maxConcurrentTestsPerKind()).isEqualTo(32);
    assertThat(config.limits().testsPerKind()).isEmpty();
    assertThat(config.limits().testTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.limits().testAttempts()).isEqualTo(5);
  }

  private RekeyConfig parse(String yaml) throws IOException {
    return ConfigFiles.read(
        Files.writeString(
            folder.resolve("rekey.yaml"), "rekey:\n  " + yaml.replace("\n", "\n  ") + "\n"));
  }
}
