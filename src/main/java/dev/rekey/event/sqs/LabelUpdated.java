package dev.rekey.event.sqs;

import dev.rekey.event.sqs.News.NoNews;
import dev.rekey.event.sqs.News.Rotated;

/**
 * The event of Secrets Manager itself: a label was moved to a version. It is not sent for
 * AWSPENDING and AWSPREVIOUS.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/secret-event-notifications.html">Secret
 *     event notifications</a>
 */
final class LabelUpdated {
  static final String CURRENT = "AWSCURRENT";

  private static final String TYPE = "secret-label-updated";

  private LabelUpdated() {}

  /** Some write its kind in other words, so its fields tell it too. */
  static boolean isOne(SecretsManagerEvent event, String kind) {
    Field detail = event.field("detail");
    return kind.endsWith("secret label updated")
        || !(detail.path("labelUpdated").isAbsent() || detail.path("versionId").isAbsent());
  }

  static News read(SecretsManagerEvent event) {
    Field detail = event.detail();
    String label = detail.path("labelUpdated").text(event.faults());
    if (!label.equals(CURRENT)) {
      return new NoNews(TYPE);
    }
    return new Rotated(
        event.id(),
        TYPE,
        event.secret(event.field("resources").element(0)),
        event.version(detail.path("versionId")));
  }
}
