package dev.rekey.notification.webhook;

import static dev.rekey.notification.NotificationType.DATASOURCE_RECOVERED;
import static dev.rekey.notification.NotificationType.DATASOURCE_UNHEALTHY;
import static dev.rekey.notification.NotificationType.ROTATION_COMMITTED;
import static dev.rekey.notification.NotificationType.ROTATION_FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekey.notification.CloudEvents;
import dev.rekey.notification.News;
import dev.rekey.notification.Notification;
import dev.rekey.notification.NotificationType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bodies against the documented shapes of Slack and PagerDuty. */
class TemplatesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> SEVERITIES = Set.of("critical", "error", "warning", "info");

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(NotificationType.class)
  void slackGetsATextAndBlocksWithinItsLimits(NotificationType type) throws IOException {
    JsonNode message = slack(News.of("n1", type, "shop"));

    assertThat(message.get("text").textValue())
        .contains("prod/shop", "Said \"so\" &amp; &lt;more&gt;.");
    assertThat(message.get("blocks").size()).isBetween(1, 50);
    for (JsonNode block : message.get("blocks")) {
      assertThat(block.get("type").textValue()).isEqualTo("section");
      if (block.has("text")) {
        assertThat(block.get("text").get("type").textValue()).isEqualTo("mrkdwn");
        assertThat(block.get("text").get("text").textValue().length()).isBetween(1, 3_000);
      } else {
        assertThat(block.get("fields").size()).isBetween(1, 10);
        for (JsonNode field : block.get("fields")) {
          assertThat(field.get("type").textValue()).isEqualTo("mrkdwn");
          assertThat(field.get("text").textValue().length()).isBetween(1, 2_000);
        }
      }
    }
  }

  @Test
  void slackGetsNoMoreThanItTakes() throws IOException {
    Notification given = News.of("n1", ROTATION_FAILED, "shop");
    Notification longest =
        new Notification(
            given.id(),
            given.type(),
            given.at(),
            given.dataSource(),
            given.kind(),
            "x".repeat(9_000),
            given.rotation());

    for (JsonNode block : slack(longest).get("blocks")) {
      if (block.has("text")) {
        assertThat(block.get("text").get("text").textValue().length()).isLessThan(3_000);
      }
    }
    assertThat(pagerDuty(longest).get("payload").get("summary").textValue()).hasSize(1_024);
  }

  @ParameterizedTest
  @EnumSource(NotificationType.class)
  void pagerDutyGetsAnEventOfItsEventsApi(NotificationType type) throws IOException {
    JsonNode event = pagerDuty(News.of("n1", type, "shop"));

    assertThat(event.get("routing_key").textValue()).isEqualTo("R0UT1NGKEY");
    assertThat(event.get("event_action").textValue()).isIn("trigger", "resolve");
    assertThat(event.get("dedup_key").textValue()).isEqualTo("rekey/prod/shop");
    JsonNode payload = event.get("payload");
    assertThat(payload.get("summary").textValue()).startsWith("prod/shop ");
    assertThat(payload.get("source").textValue()).isEqualTo("prod/shop");
    assertThat(payload.get("severity").textValue()).isIn(SEVERITIES);
    assertThat(payload.get("timestamp").textValue()).isEqualTo("2026-11-23T10:15:30.123456Z");
    assertThat(payload.get("component").textValue()).isEqualTo("shop");
    assertThat(payload.get("group").textValue()).isEqualTo("prod");
    assertThat(payload.get("class").textValue()).isEqualTo(type.word());
    assertThat(payload.get("custom_details").get("detail").textValue())
        .isEqualTo("Said \"so\" & <more>.");
    assertThat(names(event))
        .isSubsetOf(
            "routing_key",
            "event_action",
            "dedup_key",
            "payload",
            "client",
            "client_url",
            "links",
            "images");
    assertThat(names(payload))
        .isSubsetOf(
            "summary",
            "source",
            "severity",
            "timestamp",
            "component",
            "group",
            "class",
            "custom_details");
  }

  @Test
  void theAlertOfADataSourceIsResolvedWhenItIsWellAgain() throws IOException {
    JsonNode failed = pagerDuty(News.of("n1", ROTATION_FAILED, "shop"));
    JsonNode committed = pagerDuty(News.of("n2", ROTATION_COMMITTED, "shop"));
    JsonNode unhealthy = pagerDuty(News.health("n3", DATASOURCE_UNHEALTHY, "shop"));
    JsonNode recovered = pagerDuty(News.health("n4", DATASOURCE_RECOVERED, "shop"));

    assertThat(List.of(failed, committed, unhealthy, recovered))
        .extracting(event -> event.get("event_action").textValue())
        .containsExactly("trigger", "resolve", "trigger", "resolve");
    assertThat(List.of(failed, committed, unhealthy, recovered))
        .extracting(event -> event.get("dedup_key").textValue())
        .containsOnly("rekey/prod/shop");
  }

  @Test
  void aNameThatIsTooLongForPagerDutyIsStillOneAlert() throws IOException {
    String longest = "s".repeat(400);

    String one = pagerDuty(News.committed("n1", longest)).get("dedup_key").textValue();
    String again = pagerDuty(News.committed("n2", longest)).get("dedup_key").textValue();
    String other = pagerDuty(News.committed("n3", longest + "x")).get("dedup_key").textValue();

    assertThat(one.length()).isLessThanOrEqualTo(255);
    assertThat(again).isEqualTo(one);
    assertThat(other).isNotEqualTo(one);
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static JsonNode slack(Notification notification) throws IOException {
    return JSON.readTree(new SlackTemplate().render(List.of(notification)).body());
  }

  private JsonNode pagerDuty(Notification notification) throws IOException {
    Path file = Files.writeString(folder.resolve("routing-key"), "R0UT1NGKEY\n");
    return JSON.readTree(
        new PagerDutyTemplate(new KeyFile(file), new CloudEvents("/rekey"))
            .render(List.of(notification))
            .body());
  }
}
