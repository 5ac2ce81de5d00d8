package dev.rekey.rotation;

import dev.rekey.datasource.Actor;
import dev.rekey.datasource.AuditLog;
import dev.rekey.event.Notice;
import dev.rekey.rotation.RotationObserver.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Takes in news that no rotation follows from: it goes to the audit of every data source that the
 * secret feeds. Blocks; thread-safe. Taking in the same news again adds it to the audit again.
 */
public final class Notices {
  private final Bindings bindings;
  private final Journal journal;
  private final AuditLog audit;

  public Notices(Bindings bindings, Journal journal, AuditLog audit) {
    this.bindings = bindings;
    this.journal = journal;
    this.audit = audit;
  }

  /**
   * Makes it durable.
   *
   * @param source the name of the event source
   */
  Outcome take(String source, Notice notice, Instant at) {
    List<Binding> bound = bindings.of(notice.secret());
    for (Binding binding : bound) {
      audit.tell(
          at,
          Actor.event(source),
          notice.type(),
          binding.dataSource(),
          Set.copyOf(binding.keys().keySet()));
    }
    if (bound.isEmpty()) {
      return Outcome.UNBOUND;
    }
    return isAlert(notice, bound) ? Outcome.ALERTED : Outcome.NOTED;
  }

  private boolean isAlert(Notice notice, List<Binding> bound) {
    return switch (notice.weight()) {
      case RECORD -> false;
      case ALERT -> true;
      case ALERT_IF_IN_USE -> bound.stream().anyMatch(binding -> isInUse(notice, binding));
    };
  }

  /** News that names no version may mean the one in use. */
  private boolean isInUse(Notice notice, Binding binding) {
    return notice.version().isEmpty()
        || journal
            .settled(binding.id())
            .filter(settled -> settled.version().equals(notice.version().get()))
            .isPresent();
  }
}
