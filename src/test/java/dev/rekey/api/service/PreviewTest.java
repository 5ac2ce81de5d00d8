package dev.rekey.api.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.chalk.server.v1.IntegrationKind;
import com.chalk.server.v1.PreviewedMessage;
import com.chalk.server.v1.TestIntegrationRequest;
import com.chalk.server.v1.TestIntegrationResponse;
import com.google.protobuf.ByteString;
import dev.rekey.connector.StreamConnector;
import dev.rekey.connector.TestResult;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.InMemoryDataSources;
import dev.rekey.datasource.InMemoryEnvironmentSecrets;
import dev.rekey.datasource.InMemoryPermissionTags;
import dev.rekey.secret.Secret;
import dev.rekey.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreviewTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final StreamConnector.Message MESSAGE =
      new StreamConnector.Message(
          Secret.of(new byte[] {0, -1, 'x'}),
          Optional.of(Secret.of("k")),
          "orders",
          "3",
          "17",
          NOON);

  private TestResult result = new TestResult.Passed("connected");
  private StreamConnector.Preview preview = new StreamConnector.Messages(List.of(MESSAGE));
  private int limit;

  private final InMemoryDataSources dataSources =
      new InMemoryDataSources(
          new ManualClock(Instant.EPOCH), DataSourceRules.DEFAULT, _ -> new Stream());
  private final Integrations service =
      new Integrations(
          dataSources,
          DataSourceRules.DEFAULT,
          new InMemoryEnvironmentSecrets(new ManualClock(Instant.EPOCH), dataSources),
          new InMemoryPermissionTags(new ManualClock(Instant.EPOCH)));

  private final class Stream implements StreamConnector {
    @Override
    public TestResult test(Map<String, Secret> config, Duration deadline) {
      return result;
    }

    @Override
    public Preview preview(Map<String, Secret> config, int most, Duration deadline) {
      limit = most;
      return preview;
    }
  }

  // include_preview
  @Test
  void messagesComeInBase64WithTheirPlaceAndTime() {
    PreviewedMessage message = test(true).getPreviewMessages(0);

    assertThat(message)
        .isEqualTo(
            PreviewedMessage.newBuilder()
                .setValueBase64(Base64.getEncoder().encodeToString(new byte[] {0, -1, 'x'}))
                .setKeyBase64(
                    Base64.getEncoder().encodeToString(ByteString.copyFromUtf8("k").toByteArray()))
                .setTopic("orders")
                .setPartition("3")
                .setOffset("17")
                .setTimestampMs(NOON.toEpochMilli())
                .build());
    assertThat(limit).isEqualTo(5);
  }

  @Test
  void nothingIsReadUnlessItIsAskedFor() {
    assertThat(test(false).getPreviewMessagesCount()).isZero();
    assertThat(limit).isZero();
  }

  @Test
  void nothingIsReadAfterATestThatDidNotPass() {
    result = new TestResult.Refused("no");

    assertThat(test(true).getPreviewMessagesCount()).isZero();
    assertThat(limit).isZero();
  }

  @Test
  void testThatPassedPassesEvenWhereNothingCanBeRead() {
    preview = new StreamConnector.NotRead(new TestResult.NotPermitted("may not read"));

    TestIntegrationResponse response = test(true);

    assertThat(response.getSuccess()).isTrue();
    assertThat(response.getMessage()).isEqualTo("connected; no messages were read: may not read");
  }

  private TestIntegrationResponse test(boolean preview) {
    TestIntegrationRequest request =
        TestIntegrationRequest.newBuilder()
            .setKind(IntegrationKind.INTEGRATION_KIND_KAFKA)
            .setIncludePreview(preview)
            .build();
    return Recorded.<TestIntegrationResponse>call(
            "blue", caller -> service.testIntegration(request, caller))
        .response();
  }
}
