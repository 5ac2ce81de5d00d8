package dev.rekey.rotation.journal;

import dev.rekey.rotation.Journal.Recorded;
import dev.rekey.rotation.Journal.Request;
import dev.rekey.rotation.Rotation;
import dev.rekey.rotation.RotationState.Name;
import dev.rekey.secret.SecretVersion;
import dev.rekey.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What a batch of requests comes to. Reads what is known of all their bindings at once, decides in
 * memory and in order, and writes the outcome at once: the number of statements does not grow with
 * the batch. Good for one run.
 */
final class EventBatch {
  private static final int PARAMETERS_PER_QUERY = 500;

  private static final Comparator<Request> BY_EVENT =
      Comparator.comparing((Request request) -> request.rotation().bindingId())
          .thenComparing(Request::source)
          .thenComparing(request -> request.event().id());

  private final Connection connection;
  private final List<Request> requests;
  private final Set<String> open = new HashSet<>();
  private final Map<String, String> queued = new HashMap<>();
  private final Map<String, SecretVersion> settled = new HashMap<>();
  private final Map<String, Rotation> fresh = new LinkedHashMap<>();
  private final Map<String, Joins> joins = new TreeMap<>();

  EventBatch(Connection connection, List<Request> requests) {
    this.connection = connection;
    this.requests = requests;
  }

  /** How many events join a stored rotation, and when the last of them did. */
  private record Joins(int count, Instant last) {}

  List<Recorded> run(RotationRows rows) throws SQLException {
    boolean[] first = insertEvents();
    loadBindings(first);
    List<Recorded> recorded = new ArrayList<>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      recorded.add(first[i] ? decide(requests.get(i)) : new Recorded.Repeated());
    }
    writeJoins();
    rows.insert(connection, List.copyOf(fresh.values()));
    return recorded.stream().map(this::asItStands).toList();
  }

  /** Tells for each request whether its binding sees the event for the first time. */
  private boolean[] insertEvents() throws SQLException {
    // In one order for all workers, so that none waits for another in a ring.
    List<Integer> order =
        IntStream.range(0, requests.size())
            .boxed()
            .sorted(Comparator.comparing(requests::get, BY_EVENT))
            .toList();
    int[] inserted =
        Sql.batch(
            connection,
            """
            INSERT INTO rotation_event (binding_id, source, event_id, at) VALUES (?, ?, ?, ?)
            ON CONFLICT DO NOTHING""",
            order.stream().map(i -> event(requests.get(i))).toList());
    boolean[] first = new boolean[requests.size()];
    for (int i = 0; i < inserted.length; i++) {
      first[order.get(i)] = inserted[i] == 1;
    }
    return first;
  }

  private static Object[] event(Request request) {
    return new Object[] {
      request.rotation().bindingId(),
      request.source(),
      request.event().id(),
      request.rotation().createdAt()
    };
  }

  private void loadBindings(boolean[] first) throws SQLException {
    List<String> bindings =
        IntStream.range(0, first.length)
            .filter(i -> first[i])
            .mapToObj(i -> requests.get(i).rotation().bindingId())
            .distinct()
            .toList();
    for (int from = 0; from < bindings.size(); from += PARAMETERS_PER_QUERY) {
      int to = Math.min(bindings.size(), from + PARAMETERS_PER_QUERY);
      loadSome(bindings.subList(from, to));
    }
  }

  private void loadSome(List<String> bindings) throws SQLException {
    String in = " binding_id IN (" + String.join(", ", Collections.nCopies(bindings.size(), "?"));
    Object[] parameters = bindings.toArray();
    Sql.each(
        connection,
        "SELECT binding_id, version FROM settled WHERE" + in + ")",
        row ->
            settled.put(row.getString("binding_id"), new SecretVersion(row.getString("version"))),
        parameters);
    Sql.each(
        connection,
        "SELECT id, binding_id, state FROM rotation WHERE is_open = 1 AND" + in + ")",
        row -> {
          open.add(row.getString("binding_id"));
          if (row.getString("state").equals(Name.QUEUED.name())) {
            queued.put(row.getString("binding_id"), row.getString("id"));
          }
        },
        parameters);
  }

  private Recorded decide(Request request) {
    Rotation rotation = request.rotation();
    String binding = rotation.bindingId();
    SecretVersion last = settled.get(binding);
    if (!open.contains(binding)
        && request.event().version().filter(v -> v.equals(last)).isPresent()) {
      return new Recorded.Settled();
    }
    String target = queued.get(binding);
    if (target == null) {
      open.add(binding);
      queued.put(binding, rotation.id());
      fresh.put(rotation.id(), rotation);
      return new Recorded.Queued(rotation);
    }
    Instant at = rotation.createdAt();
    if (fresh.computeIfPresent(target, (id, own) -> own.moved(own.state(), at)) == null) {
      joins.compute(target, (id, some) -> new Joins(some == null ? 1 : some.count() + 1, at));
    }
    return new Recorded.Joined(target);
  }

  private void writeJoins() throws SQLException {
    int[] joined =
        Sql.batch(
            connection,
            """
            UPDATE rotation SET sequence = sequence + ?, updated_at = ?
            WHERE id = ? AND state = 'QUEUED'""",
            joins.entrySet().stream()
                .map(e -> new Object[] {e.getValue().count(), e.getValue().last(), e.getKey()})
                .toList());
    if (Arrays.stream(joined).anyMatch(count -> count != 1)) {
      // Another worker began with a rotation since it was read: decide again.
      throw new SQLTransactionRollbackException("a queued rotation has moved on", "40001");
    }
  }

  private Recorded asItStands(Recorded recorded) {
    return recorded instanceof Recorded.Queued queuedOne
        ? new Recorded.Queued(fresh.get(queuedOne.rotation().id()))
        : recorded;
  }
}
