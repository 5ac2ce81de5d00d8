package dev.rekey.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything about one rotation, once nothing is under way any more.
 *
 * @param state by its name
 * @param parked how often it waited for an outage to pass; it begins anew after each
 * @param writes its entries in the audit, oldest first
 */
record RotationRecord(String id, String state, int parked, List<Write> writes) {
  /** What both directions are called in the audit. */
  static final String FORTH = "rotate";

  static final String BACK = "restore";

  /** The state of a rotation that wrote, and that the worker knows nothing of. */
  static final String UNKNOWN = "unknown to the worker";

  private static final String COMMITTED = "COMMITTED";

  /** How a rotation may have ended that wrote last in a direction. */
  private static final Map<String, Set<String>> ENDS =
      Map.of(
          FORTH, Set.of(COMMITTED, "FAILED"),
          BACK, Set.of("ROLLED_BACK", "FAILED", "PARKED", "SUPERSEDED"));

  /** One write to a data source. */
  record Write(String action, Set<String> keys, String result) {}

  /**
   * @param keySet the keys that only ever change together
   */
  List<Violation> violations(Set<String> keySet) {
    List<Violation> violations = new ArrayList<>();
    for (Write write : writes) {
      if (!write.keys().equals(keySet) || !write.result().equals("ok")) {
        violations.add(Invariant.KEY_SETS_WHOLE.by(id, "wrote " + write));
      }
    }
    Map<String, Long> counts =
        writes.stream().collect(Collectors.groupingBy(Write::action, Collectors.counting()));
    counts.forEach(
        (action, count) -> {
          if (count > 1 + parked) {
            violations.add(
                Invariant.NOTHING_APPLIED_TWICE.by(id, "%d times %s".formatted(count, action)));
          }
        });
    String last = writes.isEmpty() ? "nothing" : writes.getLast().action();
    boolean isTrue =
        writes.isEmpty()
            ? !state.equals(COMMITTED)
            : ENDS.getOrDefault(last, Set.of()).contains(state);
    if (!isTrue) {
      violations.add(
          Invariant.ENDS_BY_THE_TRUTH.by(id, "is %s, wrote last: %s".formatted(state, last)));
    }
    return violations;
  }
}
