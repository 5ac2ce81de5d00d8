package dev.rekey.app;

import dev.rekey.app.config.NotificationConfig;
import dev.rekey.app.config.NotificationConfig.Format;
import dev.rekey.app.config.NotificationSettings;
import dev.rekey.connector.support.Egress;
import dev.rekey.notification.Channel;
import dev.rekey.notification.CloudEvents;
import dev.rekey.notification.kafka.KafkaChannel;
import dev.rekey.notification.webhook.CloudEventTemplate;
import dev.rekey.notification.webhook.KeyFile;
import dev.rekey.notification.webhook.PagerDutyTemplate;
import dev.rekey.notification.webhook.Poster;
import dev.rekey.notification.webhook.RedeployTemplate;
import dev.rekey.notification.webhook.Signatures;
import dev.rekey.notification.webhook.SlackTemplate;
import dev.rekey.notification.webhook.Template;
import dev.rekey.notification.webhook.WebhookChannel;
import dev.rekey.notification.webhook.WebhookChannel.Target;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Makes a channel of what the configuration says of an endpoint. */
final class NotificationChannels {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  /**
   * The operator names these hosts, nobody else: his own network is open to them. The metadata of
   * clouds is not.
   */
  private static final Egress EGRESS = new Egress(InetAddress::getAllByName, true, true);

  private final CloudEvents events;
  private final InstantSource clock;

  NotificationChannels(CloudEvents events, InstantSource clock) {
    this.events = events;
    this.clock = clock;
  }

  Channel of(NotificationConfig.Endpoint endpoint) {
    boolean binary = endpoint.format() == Format.BINARY;
    Optional<KeyFile> secret = endpoint.secretFile().map(KeyFile::new);
    return switch (endpoint.kind()) {
      case WEBHOOK ->
          webhook(
              Target.of("POST", endpoint.url().orElseThrow()),
              new CloudEventTemplate(events, binary),
              secret);
      case KAFKA ->
          new KafkaChannel(
              endpoint.bootstrapServers().orElseThrow(),
              endpoint.topic().orElseThrow(),
              endpoint.properties(),
              events,
              binary);
      case SLACK ->
          webhook(Target.inFile(secret.orElseThrow()), new SlackTemplate(), Optional.empty());
      case PAGERDUTY ->
          webhook(
              Target.of("POST", endpoint.url().orElse(NotificationSettings.PAGERDUTY)),
              new PagerDutyTemplate(secret.orElseThrow(), events),
              Optional.empty());
      case REDEPLOY ->
          webhook(
              Target.of(endpoint.method(), endpoint.url().orElseThrow()),
              new RedeployTemplate(
                  endpoint.headers(), endpoint.contentType(), endpoint.body(), secret),
              secret.filter(_ -> !sendsSecret(endpoint)));
    };
  }

  /** Then the header shows who we are, and nothing has to be signed. */
  private static boolean sendsSecret(NotificationConfig.Endpoint endpoint) {
    return endpoint.headers().values().stream().anyMatch(value -> value.contains("{secret}"));
  }

  private Channel webhook(Target target, Template template, Optional<KeyFile> keys) {
    return new WebhookChannel(
        new Poster(EGRESS, DEADLINE), target, template, keys.map(Signatures::new), clock);
  }
}
