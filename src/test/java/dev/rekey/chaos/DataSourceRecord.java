package dev.rekey.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything about one data source, once nothing is under way any more.
 *
 * @param parked whether a rotation waits for an outage to pass
 */
record DataSourceRecord(String name, TargetRecord target, Held held, boolean parked) {
  List<Violation> violations() {
    List<Violation> violations = new ArrayList<>();
    for (String half : target.halves()) {
      violations.add(Invariant.KEY_SETS_WHOLE.by(name, "a login as " + half));
    }
    if (held.version().isEmpty()) {
      violations.add(Invariant.KEY_SETS_WHOLE.by(name, "holds " + held));
    } else {
      judge(held.version().get()).ifPresent(violations::add);
    }
    if (target.attempted() < target.current() && !parked) {
      violations.add(
          Invariant.NO_EVENT_LOST.by(
              name,
              "version %d was never tried, %d was the last"
                  .formatted(target.current(), target.attempted())));
    }
    return violations;
  }

  /** Where nothing works any more, there is nothing right to hold. */
  private Optional<Violation> judge(int version) {
    if (target.accepted().isEmpty()) {
      return Optional.empty();
    }
    if (!target.works(version)) {
      return Optional.of(
          Invariant.NEVER_LEFT_ON_A_FAILING_CREDENTIAL.by(
              name, "holds %d, while %s work".formatted(version, target.accepted())));
    }
    int right = target.works(target.current()) ? target.current() : target.entered();
    return version == right || parked
        ? Optional.empty()
        : Optional.of(
            Invariant.ENDS_BY_THE_TRUTH.by(
                name, "holds %d and should hold %d".formatted(version, right)));
  }
}
