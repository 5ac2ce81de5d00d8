package dev.rekey.chaos;

import dev.rekey.chaos.RotationRecord.Write;
import dev.rekey.client.AuditEntry;
import dev.rekey.client.RekeyClient;
import dev.rekey.client.Rotation;
import dev.rekey.client.RotationFilter;
import dev.rekey.client.RotationState;
import dev.rekey.testing.Concurrently;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * What a worker says of its data sources and its rotations, over all its lives. Remembers the
 * audit, of which the API tells the newest part only.
 */
final class WorkerView {
  private static final List<RotationState> IN_ORDER =
      List.of(
          RotationState.QUEUED,
          RotationState.FETCHED,
          RotationState.PREPARED,
          RotationState.APPLIED,
          RotationState.VERIFYING,
          RotationState.ROLLING_BACK);
  private static final String PARKED = "PARKED";
  private static final String ROTATION = "rotation/";
  private static final int LARGEST_PAGE = 1_000;
  private static final int ALL = 10_000_000;

  private final Map<String, String> ids;
  private final Map<String, NavigableMap<Long, AuditEntry>> audit = new ConcurrentHashMap<>();

  /**
   * @param ids of the data sources, by name
   */
  WorkerView(Map<String, String> ids) {
    this.ids = ids;
  }

  /**
   * Rotations that have not come to their end and do not wait for an outage to pass, or some. Looks
   * twice: while it goes through the states, one may end behind it and another one follow.
   */
  static List<Rotation> underWay(RekeyClient client) {
    List<Rotation> seen = look(client);
    return seen.isEmpty() ? look(client) : seen;
  }

  /** In the order in which a rotation comes through the states, so that none slips through. */
  private static List<Rotation> look(RekeyClient client) {
    return IN_ORDER.stream()
        .flatMap(state -> client.rotations().list(RotationFilter.newest(1).inState(state)).stream())
        .toList();
  }

  static List<Rotation> rotations(RekeyClient client) {
    return client.rotations().list(RotationFilter.newest(ALL));
  }

  /** The data sources that have a rotation which waits for an outage to pass. */
  static Set<String> parked(List<Rotation> rotations) {
    return rotations.stream()
        .filter(rotation -> rotation.state().name().equals(PARKED))
        .map(Rotation::dataSource)
        .collect(Collectors.toSet());
  }

  /** What each of these data sources holds, in their order. */
  List<Held> held(RekeyClient client, List<String> dataSources) {
    return Concurrently.times(
        dataSources.size(),
        i -> {
          String id = ids.get(dataSources.get(i));
          return new Held(
              client.datasources().value(id, "PGUSER").orElse(""),
              client.datasources().value(id, "PGPASSWORD").orElse(""));
        });
  }

  /** Takes in what the audit says by now of these data sources. */
  void readAudit(RekeyClient client, List<String> dataSources) {
    var _ = Concurrently.times(dataSources.size(), i -> readAudit(client, dataSources.get(i)));
  }

  private int readAudit(RekeyClient client, String dataSource) {
    NavigableMap<Long, AuditEntry> known =
        audit.computeIfAbsent(dataSource, name -> new TreeMap<>());
    List<AuditEntry> newest = client.rotations().audit(dataSource, LARGEST_PAGE);
    if (newest.size() == LARGEST_PAGE
        && (known.isEmpty() || newest.getLast().sequence() > known.lastKey())) {
      throw new IllegalStateException("the audit of " + dataSource + " was read too late");
    }
    newest.forEach(entry -> known.put(entry.sequence(), entry));
    return newest.size();
  }

  /** Each rotation with what it wrote. */
  List<RotationRecord> records(List<Rotation> rotations) {
    Map<String, List<Write>> writes = writes();
    List<RotationRecord> records = new ArrayList<>();
    for (Rotation rotation : rotations) {
      List<Write> own = writes.remove(rotation.id());
      records.add(
          new RotationRecord(
              rotation.id(), rotation.state().name(), 0, own == null ? List.of() : own));
    }
    writes.forEach(
        (id, own) -> records.add(new RotationRecord(id, RotationRecord.UNKNOWN, 0, own)));
    return records;
  }

  /** The same with how often it was parked, which its history alone tells. */
  static RotationRecord withHistory(RekeyClient client, RotationRecord record) {
    if (record.state().equals(RotationRecord.UNKNOWN)) {
      return record;
    }
    long parked =
        client.rotations().get(record.id()).history().stream()
            .filter(step -> step.state().name().equals(PARKED))
            .count();
    return new RotationRecord(record.id(), record.state(), (int) parked, record.writes());
  }

  private Map<String, List<Write>> writes() {
    return audit.values().stream()
        .flatMap(entries -> entries.values().stream())
        .filter(entry -> entry.actor().startsWith(ROTATION))
        .filter(entry -> !entry.keys().isEmpty() || !entry.result().equals("ok"))
        .collect(
            Collectors.groupingBy(
                entry -> entry.actor().substring(ROTATION.length()),
                Collectors.mapping(
                    entry -> new Write(entry.action(), Set.copyOf(entry.keys()), entry.result()),
                    Collectors.toCollection(ArrayList::new))));
  }
}
