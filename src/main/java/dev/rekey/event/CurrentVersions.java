package dev.rekey.event;

import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Gives news that names no version the one that is current, so that it is known for what other news
 * has told already. Where nobody can say which is current it passes the news on as it came.
 * Thread-safe; blocks while it asks.
 */
public final class CurrentVersions implements Intake {
  private final Intake next;
  private final Function<SecretRef, Optional<SecretVersion>> currentVersion;

  /**
   * @param currentVersion of a secret that is bound; asked once for each secret of a batch. News
   *     may name any secret, so it answers nothing for the others, and asks nobody.
   */
  public CurrentVersions(Intake next, Function<SecretRef, Optional<SecretVersion>> currentVersion) {
    this.next = next;
    this.currentVersion = currentVersion;
  }

  @Override
  public void accept(List<Delivery> deliveries) {
    Map<SecretRef, Optional<SecretVersion>> known = new HashMap<>();
    next.accept(
        deliveries.stream()
            .map(
                delivery ->
                    delivery.content() instanceof Delivery.Decoded(RotationEvent event)
                            && event.version().isEmpty()
                        ? new Delivery(
                            delivery.source(),
                            delivery.position(),
                            new Delivery.Decoded(versioned(event, known)))
                        : delivery)
            .toList());
  }

  private RotationEvent versioned(
      RotationEvent event, Map<SecretRef, Optional<SecretVersion>> known) {
    return new RotationEvent(
        event.id(),
        event.type(),
        event.secret(),
        known.computeIfAbsent(event.secret(), currentVersion),
        event.trace());
  }
}
