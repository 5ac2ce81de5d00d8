package dev.rekey.chaos;

import dev.rekey.client.RekeyClient;
import dev.rekey.client.Rotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Holds what a worker says against what the target has seen. */
final class Inspection {
  private final Fleet fleet;
  private final WorkerView view;

  Inspection(Fleet fleet, WorkerView view) {
    this.fleet = fleet;
    this.view = view;
  }

  /**
   * What was found.
   *
   * @param outcomes how many rotations there are in each state, over all lives of the worker
   */
  record Finding(List<Violation> violations, Map<String, Long> outcomes) {}

  /** Looks at everything; nothing may be under way. */
  Finding look(RekeyClient client) {
    List<String> dataSources = fleet.dataSources();
    List<Rotation> rotations = WorkerView.rotations(client);
    List<Violation> violations = new ArrayList<>(ofDataSources(client, rotations));
    view.readAudit(client, dataSources);
    for (RotationRecord record : view.records(rotations)) {
      violations.addAll(ofRotation(client, record));
    }
    return new Finding(
        violations,
        rotations.stream()
            .collect(
                Collectors.groupingBy(
                    rotation -> rotation.state().name(), TreeMap::new, Collectors.counting())));
  }

  private List<Violation> ofDataSources(RekeyClient client, List<Rotation> rotations) {
    List<String> names = fleet.dataSources();
    Set<String> parked = WorkerView.parked(rotations);
    List<Held> held = view.held(client, names);
    List<Violation> violations = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      ManagedSecret secret = fleet.secretOf(name);
      for (Violation violation :
          new DataSourceRecord(name, secret.record(name), held.get(i), parked.contains(name))
              .violations()) {
        violations.add(violation.after(secret.lastLogins(name)));
      }
    }
    return violations;
  }

  private static List<Violation> ofRotation(RekeyClient client, RotationRecord record) {
    List<Violation> violations = record.violations(Fleet.keySet());
    return violations.isEmpty()
        ? violations
        : WorkerView.withHistory(client, record).violations(Fleet.keySet());
  }
}
