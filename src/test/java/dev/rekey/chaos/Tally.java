package dev.rekey.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was done to the workers, and what came of it. Not thread-safe. */
public final class Tally {
  private final Map<String, Integer> kills = new TreeMap<>();
  private final Map<String, Integer> faults = new TreeMap<>();
  private final Map<String, Map<String, Long>> outcomes = new TreeMap<>();
  private final Map<String, Integer> events = new TreeMap<>();
  private final List<Violation> violations = new ArrayList<>();
  private final List<String> missed = new ArrayList<>();

  void killed(String where) {
    kills.merge(where, 1, Integer::sum);
  }

  /** A worker did not come to a point in time. */
  void missed(String point) {
    missed.add(point);
  }

  void fault(String fault) {
    faults.merge(fault, 1, Integer::sum);
  }

  /** What a look at a scene brought to light; the counts are of all its time. */
  void found(String scene, int sent, Inspection.Finding finding) {
    events.put(scene, sent);
    outcomes.put(scene, finding.outcomes());
    violations.addAll(finding.violations());
  }

  void broken(Violation violation) {
    violations.add(violation);
  }

  public int kills() {
    return kills.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How often a worker was killed, by where it was then. */
  public Map<String, Integer> killsByPoint() {
    return Map.copyOf(kills);
  }

  /** How often each other fault was felt. */
  public Map<String, Integer> faults() {
    return Map.copyOf(faults);
  }

  public int events() {
    return events.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How many rotations came to each end. */
  public Map<String, Long> outcomes() {
    var all = new TreeMap<String, Long>();
    outcomes.values().forEach(some -> some.forEach((end, n) -> all.merge(end, n, Long::sum)));
    return all;
  }

  /** Every broken invariant, in words. */
  public List<String> violations() {
    return violations.stream().map(Violation::toString).toList();
  }

  /** The points at which a worker was to be killed, and to which it did not come. */
  public List<String> missed() {
    return List.copyOf(missed);
  }

  long count(Invariant invariant) {
    return violations.stream().filter(each -> each.invariant() == invariant).count();
  }
}
