package dev.rekey.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekey.app.config.NotificationSettings.Told;
import dev.rekey.datasource.Kind;
import dev.rekey.notification.Endpoint;
import dev.rekey.notification.NotificationType;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotificationSettingsTest {
  @TempDir private Path folder;

  private Path secret;

  @BeforeEach
  void writeSecret() throws IOException {
    secret = Files.writeString(folder.resolve("secret"), "a key");
  }

  @Test
  void eachKindOfEndpointIsReadWithItsDefaults() throws IOException {
    List<Told> told =
        read(
            """
            - {name: ops, kind: webhook, url: 'https://ops.example.com/rekey'}
            - {name: events, kind: kafka, bootstrap-servers: 'localhost:9092', topic: outcomes}
            - {name: slack, kind: slack, secret-file: SECRET}
            - {name: pager, kind: pagerduty, secret-file: SECRET}
            - {name: web, kind: redeploy, url: 'http://127.0.0.1:1/deploy'}
            """);

    assertThat(told)
        .extracting(each -> each.endpoint().name())
        .containsExactly("ops", "events", "slack", "pager", "web");
    assertThat(told.subList(0, 4))
        .extracting(Told::endpoint)
        .allSatisfy(
            endpoint -> {
              assertThat(endpoint.types()).isEqualTo(EnumSet.allOf(NotificationType.class));
              assertThat(endpoint.environments()).isEmpty();
              assertThat(endpoint.kinds()).isEmpty();
              assertThat(endpoint.coalescing()).isEmpty();
            });
    assertThat(told.get(4).endpoint().types()).containsExactly(NotificationType.ROTATION_COMMITTED);
    assertThat(told.get(4).endpoint().coalescing())
        .contains(new Endpoint.Coalescing(Duration.ofSeconds(30), Duration.ofMinutes(5)));
    assertThat(told.get(4).config().method()).isEqualTo("POST");
    assertThat(told.get(0).config().format()).isEqualTo(NotificationConfig.Format.STRUCTURED);
  }

  @Test
  void anEndpointIsToldOfWhatItNamesAlone() throws IOException {
    Endpoint endpoint =
        read("""
                - name: ops
                  kind: webhook
                  url: 'https://ops.example.com/rekey'
                  types: [rotation.failed, dev.rekey.rotation.rolled_back]
                  environments: [default]
                  kinds: [POSTGRESQL, mysql]
                """)
            .getFirst()
            .endpoint();

    assertThat(endpoint)
        .isEqualTo(
            new Endpoint(
                "ops",
                Set.of(NotificationType.ROTATION_FAILED, NotificationType.ROTATION_ROLLED_BACK),
                Set.of("default"),
                Set.of(Kind.POSTGRESQL, Kind.MYSQL),
                Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          - {name: 'a b', kind: webhook, url: 'https://a'}                                          | name
          - {name: a, kind: webhook}                                                                | url
          - {name: a, kind: webhook, url: 'ftp://a'}                                                | url
          - {name: a, kind: webhook, url: 'https://u:p@a'}                                          | url
          - {name: a, kind: webhook, url: 'https://a', secret-file: no-such-file}                   | secret-file
          - {name: a, kind: webhook, url: 'https://a', types: [rotation.done]}                      | types
          - {name: a, kind: webhook, url: 'https://a', environments: [nowhere]}                     | environments
          - {name: a, kind: webhook, url: 'https://a', kinds: [ORACLE]}                             | kinds
          - {name: a, kind: kafka, topic: t}                                                        | bootstrap-servers
          - {name: a, kind: kafka, bootstrap-servers: 'h:1'}                                        | topic
          - {name: a, kind: slack, url: 'https://hooks.slack.com/services/x'}                       | url
          - {name: a, kind: slack}                                                                  | secret-file
          - {name: a, kind: pagerduty}                                                              | secret-file
          - {name: a, kind: redeploy}                                                               | url
          - {name: a, kind: redeploy, url: 'https://a', method: GET}                                | method
          - {name: a, kind: redeploy, url: 'https://a', content-type: json}                         | content-type
          - {name: a, kind: redeploy, url: 'https://a', settle: 2m, settle-at-most: 1m}             | settle-at-most
          - {name: a, kind: redeploy, url: 'https://a', headers: {Authorization: 'Bearer {secret}'}} | secret-file
          - {name: a, kind: redeploy, url: 'https://a', types: [rotation.failed]}                   | types
          """)
  void whatIsWrongIsRefusedByName(String endpoint, String key) {
    assertThatThrownBy(() -> read(endpoint))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("rekey.notifications.endpoints[0]." + key);
  }

  @Test
  void twoEndpointsOfOneNameAreRefused() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    - {name: a, kind: webhook, url: 'https://a'}
                    - {name: a, kind: webhook, url: 'https://b'}
                    """))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("rekey.notifications.endpoints[1].name");
  }

  private List<Told> read(String endpoints) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("rekey.yaml"),
            "rekey:\n  notifications:\n    endpoints:\n"
                + endpoints.replace("SECRET", "'" + secret + "'").indent(6));
    return Settings.of(
            new SmallRyeConfigBuilder()
                .withMapping(RekeyConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withSources(RekeyConfigSourceFactory.read(file))
                .build()
                .getConfigMapping(RekeyConfig.class))
        .notifications()
        .told();
  }
}
