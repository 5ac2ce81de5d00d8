package dev.rekey.event.sqs;

import dev.rekey.event.Notice;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import java.util.Optional;

/**
 * What an event of Secrets Manager says. It has a secret, unless something was found to be wrong
 * with the event.
 */
sealed interface News {
  /** One of few words of ours, because it becomes the label of a metric. */
  String type();

  /**
   * The secret has, or may have, a new current version.
   *
   * @param id what EventBridge calls the event
   */
  record Rotated(
      String id, String type, Optional<SecretRef> secret, Optional<SecretVersion> version)
      implements News {}

  /** Something else happened to the secret that a person may want to know. */
  record Happened(
      String type,
      Optional<SecretRef> secret,
      Optional<SecretVersion> version,
      Notice.Weight weight,
      String text)
      implements News {}

  /** No current value has changed. */
  record NoNews(String type) implements News {}
}
