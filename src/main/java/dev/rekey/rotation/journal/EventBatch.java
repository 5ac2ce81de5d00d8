package dev.rekey.rotation.journal;

import dev.rekey.event.TraceParent;
import dev.rekey.rotation.Journal.Move;
import dev.rekey.rotation.Journal.Recorded;
import dev.rekey.rotation.Journal.Request;
import dev.rekey.rotation.Rotation;
import dev.rekey.rotation.RotationCause;
import dev.rekey.rotation.RotationState.Name;
import dev.rekey.rotation.journal.RotationCodec.StateRow;
import dev.rekey.secret.SecretVersion;
import dev.rekey.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What a batch of requests comes to. Reads what is known of all their bindings at once, decides in
 * memory and in order, and writes the outcome at once: the number of statements does not grow with
 * the batch. Good for one run.
 */
final class EventBatch {
  private static final Comparator<Request> BY_EVENT =
      Comparator.comparing((Request request) -> request.rotation().bindingId())
          .thenComparing(Request::source)
          .thenComparing(request -> request.event().id());

  private final Connection connection;
  private final List<Request> requests;
  private final Known known;
  private final RotationRows rows;
  private final RotationCodec codec;
  private final Map<String, Rotation> fresh = new LinkedHashMap<>();
  private final Map<String, Joins> joins = new TreeMap<>();
  private final Map<String, News> news = new TreeMap<>();

  EventBatch(
      Connection connection, List<Request> requests, RotationRows rows, RotationCodec codec) {
    this.connection = connection;
    this.requests = requests;
    this.known = new Known(connection);
    this.rows = rows;
    this.codec = codec;
  }

  /**
   * How many events join a stored rotation, when the last of them did, and whether for a person.
   */
  private record Joins(int count, Instant last, RotationCause cause) {}

  /** What is to follow a rotation that is acting. */
  private record News(
      String eventId,
      Optional<SecretVersion> version,
      RotationCause cause,
      Optional<TraceParent> trace) {}

  List<Recorded> run() throws SQLException {
    boolean[] first = insertEvents();
    known.load(
        IntStream.range(0, first.length)
            .filter(i -> first[i])
            .mapToObj(i -> requests.get(i).rotation())
            .toList());
    List<Recorded> recorded = new ArrayList<>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      recorded.add(first[i] ? decide(requests.get(i)) : new Recorded.Repeated());
    }
    writeJoins();
    writeNews();
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

  private Recorded decide(Request request) throws SQLException {
    Rotation rotation = request.rotation();
    String binding = rotation.bindingId();
    if (fresh.containsKey(binding)) {
      Rotation joined = fresh.get(binding).joined(rotation.cause(), rotation.createdAt());
      fresh.put(binding, joined);
      return new Recorded.Joined(joined.id());
    }
    Optional<Known.Open> open = known.open(binding);
    boolean fromPerson = rotation.cause().isPerson();
    Optional<SecretVersion> version = request.event().version().filter(v -> !fromPerson);
    if (open.isEmpty()) {
      return version.isPresent() && version.equals(known.settled(binding))
          ? new Recorded.Settled()
          : queue(rotation, Optional.empty());
    }
    Known.Open there = open.get();
    if (there.state() == Name.QUEUED) {
      joins.merge(
          there.id(),
          new Joins(1, rotation.createdAt(), rotation.cause()),
          (a, b) -> new Joins(a.count() + 1, b.last(), a.cause().or(b.cause())));
    } else if (version.isEmpty() || !version.equals(there.version())) {
      if (there.state() == Name.PARKED) {
        return queue(rotation, Optional.of(supersede(there.id(), rotation.createdAt())));
      }
      news.merge(
          there.id(),
          new News(request.event().id(), version, rotation.cause(), rotation.trace()),
          EventBatch::both);
    }
    return new Recorded.Joined(there.id());
  }

  private Recorded queue(Rotation rotation, Optional<Rotation> inPlaceOf) {
    Rotation queued = known.isFree(rotation.dataSource()) ? rotation.taken() : rotation;
    known.occupy(rotation.dataSource());
    fresh.put(rotation.bindingId(), queued);
    return new Recorded.Queued(queued, inPlaceOf);
  }

  private Rotation supersede(String id, Instant now) throws SQLException {
    Rotation parked =
        Sql.find(connection, "SELECT * FROM rotation WHERE id = ?", rows::read, id).orElseThrow();
    if (parked.state().name() != Name.PARKED) {
      throw cameSecond();
    }
    Rotation ended = parked.superseded(now);
    StateRow row = codec.encode(id, ended.state());
    if (rows.update(connection, List.of(new Move(ended, Optional.empty())), row).isEmpty()) {
      throw cameSecond();
    }
    return ended;
  }

  /** One that follows covers both; it is told a version only when both name the same. */
  private static News both(News one, News other) {
    return new News(
        other.eventId(),
        one.version().filter(v -> other.version().equals(Optional.of(v))),
        one.cause().or(other.cause()),
        other.trace());
  }

  private void writeJoins() throws SQLException {
    mustChangeAll(
        Sql.batch(
            connection,
            """
            UPDATE rotation SET sequence = sequence + ?, updated_at = ?,
              cause = CASE WHEN ? IN ('EVENT', 'DRIFT') OR cause = 'OVERRIDE' THEN cause ELSE ? END,
              waiting_until = CASE WHEN ? = 'OVERRIDE' AND waiting_until IS NOT NULL THEN 0
                ELSE waiting_until END
            WHERE id = ? AND state = 'QUEUED'""",
            joins.entrySet().stream()
                .map(
                    e -> {
                      String cause = e.getValue().cause().name();
                      return new Object[] {
                        e.getValue().count(), e.getValue().last(), cause, cause, cause, e.getKey()
                      };
                    })
                .toList()));
  }

  private void writeNews() throws SQLException {
    mustChangeAll(
        Sql.batch(
            connection,
            """
            UPDATE rotation SET
              news_version = CASE WHEN news_event_id IS NULL OR news_version = ? THEN ? END,
              news_cause = CASE WHEN news_cause IS NULL OR news_cause IN ('EVENT', 'DRIFT')
                OR ? = 'OVERRIDE' THEN ? ELSE news_cause END,
              news_event_id = ?, news_trace = ?
            WHERE id = ? AND is_open = 1 AND state NOT IN ('QUEUED', 'PARKED')""",
            news.entrySet().stream()
                .map(
                    e -> {
                      Optional<String> version = e.getValue().version().map(SecretVersion::id);
                      return new Object[] {
                        version,
                        version,
                        e.getValue().cause().name(),
                        e.getValue().cause().name(),
                        e.getValue().eventId(),
                        e.getValue().trace().map(TraceParent::text),
                        e.getKey()
                      };
                    })
                .toList()));
  }

  private static void mustChangeAll(int[] changed) throws SQLException {
    if (Arrays.stream(changed).anyMatch(count -> count != 1)) {
      throw cameSecond();
    }
  }

  /** Another worker has moved a rotation since it was read: decide again. */
  private static SQLException cameSecond() {
    return new SQLTransactionRollbackException("a rotation has moved on", "40001");
  }

  private Recorded asItStands(Recorded recorded) {
    return recorded instanceof Recorded.Queued queued
        ? new Recorded.Queued(fresh.get(queued.rotation().bindingId()), queued.superseded())
        : recorded;
  }
}
