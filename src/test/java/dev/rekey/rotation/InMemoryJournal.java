package dev.rekey.rotation;

import static java.util.Comparator.comparing;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.rotation.Journal.Recorded.Joined;
import dev.rekey.rotation.Journal.Recorded.Queued;
import dev.rekey.rotation.Journal.Recorded.Repeated;
import dev.rekey.secret.SecretVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A journal that forgets everything at the end of a test; passes the contract of the real ones. One
 * worker has it to itself, as it would an SQLite file.
 */
public final class InMemoryJournal implements Journal {
  private static final Comparator<Rotation> HALF_DONE_FIRST =
      comparing((Rotation r) -> r.state().name() == RotationState.Name.QUEUED)
          .thenComparing(Rotation::id);

  private final NavigableMap<String, Rotation> rotations = new TreeMap<>();
  private final Map<String, List<RotationRecord.Step>> steps = new HashMap<>();
  private final Map<String, Settled> settled = new HashMap<>();
  private final Map<String, Request> news = new HashMap<>();
  private final Set<List<String>> seen = new HashSet<>();
  private final Set<String> watched = new HashSet<>();
  private final Map<String, Instant> due = new HashMap<>();
  private final Map<List<String>, Quarantined> quarantine = new HashMap<>();
  private final List<Rotation> rested = new ArrayList<>();

  /** What was written of rotations that came to rest, in order. */
  public synchronized List<Rotation> rested() {
    return List.copyOf(rested);
  }

  @Override
  public synchronized List<Recorded> record(List<Request> requests, List<Quarantined> quarantined) {
    quarantined.forEach(q -> quarantine.putIfAbsent(place(q), q));
    Map<Request, Recorded> recorded = new LinkedHashMap<>();
    requests.forEach(request -> recorded.put(request, record(request)));
    return requests.stream().map(recorded::get).map(this::asItStands).toList();
  }

  private Recorded record(Request request) {
    Rotation rotation = request.rotation();
    String binding = rotation.bindingId();
    if (!seen.add(List.of(binding, request.source(), request.event().id()))) {
      return new Repeated();
    }
    Optional<SecretVersion> version =
        request.event().version().filter(v -> !rotation.cause().isPerson());
    Optional<Rotation> open =
        open().stream().filter(r -> r.bindingId().equals(binding)).findFirst();
    if (open.isEmpty()) {
      return version.isPresent() && version.equals(settled(binding).map(Settled::version))
          ? new Recorded.Settled()
          : queue(rotation, Optional.empty());
    }
    Rotation there = open.get();
    if (there.state().name() == RotationState.Name.QUEUED) {
      rotations.put(there.id(), joined(there, rotation));
    } else if (version.isEmpty() || !version.equals(there.state().version())) {
      if (there.state().name() == RotationState.Name.PARKED) {
        Rotation superseded = there.superseded(rotation.createdAt());
        write(superseded, Optional.empty());
        return queue(rotation, Optional.of(superseded));
      }
      news.merge(there.id(), request, (before, last) -> last);
    }
    return new Joined(there.id());
  }

  private static Rotation joined(Rotation there, Rotation by) {
    Rotation joined = there.joined(by.cause(), by.createdAt());
    return by.cause().overrides() ? toLookAgain(joined) : joined;
  }

  private static Rotation toLookAgain(Rotation waiting) {
    return waiting.state() instanceof RotationState.Queued queued && queued.waitsUntil().isPresent()
        ? with(
            waiting,
            waiting.sequence(),
            new RotationState.Queued(queued.attempt(), queued.detail(), Optional.of(Instant.EPOCH)))
        : waiting;
  }

  private Recorded queue(Rotation rotation, Optional<Rotation> superseded) {
    Rotation queued =
        waiting(rotation.dataSource()).findAny().isEmpty() ? rotation.taken() : rotation;
    write(queued, Optional.empty());
    return new Queued(queued, superseded);
  }

  private Recorded asItStands(Recorded recorded) {
    return recorded instanceof Queued queued
        ? new Queued(rotations.get(queued.rotation().id()), queued.superseded())
        : recorded;
  }

  /** What waits or acts for a data source, in order. */
  private Stream<Rotation> waiting(DataSourceRef dataSource) {
    return open().stream()
        .filter(r -> r.dataSource().equals(dataSource))
        .filter(r -> !r.state().rests())
        .sorted(HALF_DONE_FIRST);
  }

  @Override
  public synchronized Appended append(List<Move> moves) {
    Rotation first = moves.getFirst().rotation();
    Rotation last = moves.getLast().rotation();
    Rotation stored = rotations.get(first.id());
    if (stored == null || stored.sequence() + 1 != first.sequence()) {
      return new Appended.Lost();
    }
    moves.forEach(move -> write(move.rotation(), move.verdict()));
    watched.add(last.id());
    Optional<Request> came = Optional.ofNullable(news.get(last.id()));
    if (last.isFinal()) {
      end(last, came);
    }
    return new Appended.Written(
        came.isPresent(), last.claimed() ? Optional.empty() : next(last.dataSource()));
  }

  private void end(Rotation last, Optional<Request> came) {
    boolean settles = last.state().name().settles();
    last.state().version().filter(version -> settles).ifPresent(v -> settle(last, v));
    came.filter(
            request ->
                !settles
                    || request.rotation().cause().isPerson()
                    || request.event().version().isEmpty()
                    || !request.event().version().equals(last.state().version()))
        .ifPresent(request -> write(request.rotation(), Optional.empty()));
  }

  private void settle(Rotation last, SecretVersion version) {
    RotationState.Name end = last.state().name();
    boolean known =
        settled(last.bindingId()).filter(before -> before.version().equals(version)).isPresent();
    if (!(end == RotationState.Name.UNCHANGED && known)) {
      settled.put(last.bindingId(), new Settled(version, end));
    }
  }

  private Optional<Rotation> next(DataSourceRef dataSource) {
    return waiting(dataSource).anyMatch(Rotation::claimed)
        ? Optional.empty()
        : waiting(dataSource).findFirst().map(this::take);
  }

  private Rotation take(Rotation rotation) {
    Rotation taken = rotation.joined(RotationCause.EVENT, rotation.updatedAt()).taken();
    rotations.put(taken.id(), taken);
    return taken;
  }

  @Override
  public synchronized Optional<Rotation> claim(Rotation waiting) {
    Rotation stored = rotations.get(waiting.id());
    boolean busy =
        open().stream()
            .filter(
                r -> r.dataSource().equals(waiting.dataSource()) && !r.id().equals(waiting.id()))
            .anyMatch(r -> r.claimed() || !r.state().rests());
    return stored == null || busy || stored.isFinal() || stored.sequence() != waiting.sequence()
        ? Optional.empty()
        : Optional.of(take(stored));
  }

  @Override
  public synchronized List<Rotation> takeUp(int limit, Instant now) {
    List<Rotation> taken = new ArrayList<>();
    for (Rotation rotation : open()) {
      if (rotation.state().waitsUntil().filter(until -> !until.isAfter(now)).isPresent()
          && waiting(rotation.dataSource()).noneMatch(Rotation::claimed)) {
        due.put(rotation.id(), now);
        taken.add(take(rotation));
      }
    }
    for (Rotation rotation : open().stream().sorted(HALF_DONE_FIRST).toList()) {
      boolean parked = rotation.state().name() == RotationState.Name.PARKED;
      if (parked ? watched.add(rotation.id()) : next(rotation.dataSource(), rotation)) {
        taken.add(parked ? rotation : take(rotation));
      }
    }
    return taken.stream().limit(limit).toList();
  }

  private boolean next(DataSourceRef dataSource, Rotation rotation) {
    return waiting(dataSource).noneMatch(Rotation::claimed)
        && waiting(dataSource).findFirst().filter(rotation::equals).isPresent();
  }

  @Override
  public synchronized List<Rotation> parked(Collection<DataSourceRef> dataSources) {
    return open().stream()
        .filter(r -> r.state().name() == RotationState.Name.PARKED)
        .filter(r -> dataSources.contains(r.dataSource()))
        .toList();
  }

  @Override
  public synchronized Map<String, Standing> standings(Collection<String> bindingIds) {
    return bindingIds.stream().collect(Collectors.toMap(id -> id, this::standing));
  }

  private Standing standing(String bindingId) {
    List<Rotation> own =
        rotations.values().stream().filter(r -> r.bindingId().equals(bindingId)).toList();
    return new Standing(
        settled(bindingId),
        own.stream().anyMatch(r -> r.state().name() == RotationState.Name.QUEUED),
        own.isEmpty() || own.getLast().state().name() != RotationState.Name.FAILED
            ? Optional.empty()
            : own.getLast().state().version());
  }

  @Override
  public synchronized void reconsider() {
    rotations.replaceAll((id, rotation) -> toLookAgain(rotation));
  }

  @Override
  public synchronized void leave() {
    watched.clear();
    rotations.replaceAll((id, rotation) -> rotation.claimed() ? released(rotation) : rotation);
  }

  private static Rotation released(Rotation r) {
    return with(r, r.sequence() + 1, r.state());
  }

  private static Rotation with(Rotation r, long sequence, RotationState state) {
    return new Rotation(
        r.id(),
        r.bindingId(),
        r.secret(),
        r.dataSource(),
        r.eventId(),
        r.cause(),
        sequence,
        false,
        state,
        r.createdAt(),
        r.updatedAt(),
        r.trace());
  }

  private void write(Rotation rotation, Optional<TestResult.Verdict> verdict) {
    rotations.put(rotation.id(), rotation);
    if (rotation.rests()) {
      rested.add(rotation);
    }
    steps
        .computeIfAbsent(rotation.id(), id -> new ArrayList<>())
        .add(
            new RotationRecord.Step(
                rotation.sequence(),
                rotation.state().name(),
                rotation.updatedAt(),
                rotation.state().attempt(),
                verdict,
                rotation.state().detail()));
  }

  /** All rotations that are not final, oldest first. */
  public synchronized List<Rotation> open() {
    return rotations.values().stream().filter(rotation -> !rotation.isFinal()).toList();
  }

  @Override
  public synchronized Optional<Rotation> find(String id) {
    return Optional.ofNullable(rotations.get(id));
  }

  @Override
  public synchronized Optional<Settled> settled(String bindingId) {
    return Optional.ofNullable(settled.get(bindingId));
  }

  @Override
  public synchronized Optional<Quarantined> quarantined(String id) {
    return quarantine.values().stream().filter(q -> q.id().equals(id)).findFirst();
  }

  @Override
  public synchronized void release(String quarantinedId) {
    quarantine.values().removeIf(q -> q.id().equals(quarantinedId));
  }

  private static List<String> place(Quarantined quarantined) {
    return List.of(quarantined.source(), quarantined.position(), quarantined.content().reason());
  }

  /** The same journal, for reading. */
  public RotationLog log() {
    return new Log();
  }

  private final class Log implements RotationLog {
    @Override
    public List<RotationRecord> list(Query query) {
      synchronized (InMemoryJournal.this) {
        return rotations.descendingMap().values().stream()
            .filter(r -> r.dataSource().environment().equals(query.environment()))
            .filter(r -> query.dataSource().stream().allMatch(r.dataSource().name()::equals))
            .filter(r -> query.state().stream().allMatch(r.state().name()::equals))
            .filter(r -> query.before().stream().allMatch(before -> r.id().compareTo(before) < 0))
            .limit(query.limit())
            .map(Log::toRecord)
            .toList();
      }
    }

    @Override
    public Optional<RotationRecord> find(String environment, String id) {
      return InMemoryJournal.this
          .find(id)
          .filter(rotation -> rotation.dataSource().environment().equals(environment))
          .map(Log::toRecord);
    }

    @Override
    public List<RotationRecord> find(String environment, Collection<String> ids) {
      return ids.stream().flatMap(id -> find(environment, id).stream()).toList();
    }

    @Override
    public List<Mark> openMarks(String environment) {
      synchronized (InMemoryJournal.this) {
        return marks(environment, rotations).filter(Mark::open).toList();
      }
    }

    @Override
    public List<Mark> marksAfter(String environment, String id, int limit) {
      synchronized (InMemoryJournal.this) {
        return marks(environment, rotations.tailMap(id, false)).limit(limit).toList();
      }
    }

    private static Stream<Mark> marks(String environment, Map<String, Rotation> among) {
      return among.values().stream()
          .filter(rotation -> rotation.dataSource().environment().equals(environment))
          .map(rotation -> new Mark(rotation.id(), rotation.sequence(), !rotation.isFinal()));
    }

    @Override
    public List<RotationRecord.Step> steps(String id) {
      synchronized (InMemoryJournal.this) {
        return List.copyOf(steps.getOrDefault(id, List.of()));
      }
    }

    @Override
    public Open open() {
      List<Rotation> open = InMemoryJournal.this.open();
      return new Open(
          open.stream()
              .collect(Collectors.groupingBy(r -> r.state().name(), Collectors.counting())),
          open.stream()
              .filter(r -> !r.state().rests())
              .filter(
                  r -> r.state().name() != RotationState.Name.QUEUED || r.state().attempt() == 0)
              .map(r -> due.getOrDefault(r.id(), r.createdAt()))
              .min(Comparator.naturalOrder()),
          quarantine.size());
    }

    @Override
    public List<QuarantinedEvent> quarantine(int limit) {
      synchronized (InMemoryJournal.this) {
        return quarantine.values().stream()
            .sorted(comparing(Quarantined::at).thenComparing(Quarantined::id).reversed())
            .limit(limit)
            .map(Log::toEvent)
            .toList();
      }
    }

    @Override
    public Optional<QuarantinedEvent> quarantined(String id) {
      return InMemoryJournal.this.quarantined(id).map(Log::toEvent);
    }

    private static QuarantinedEvent toEvent(Quarantined quarantined) {
      return new QuarantinedEvent(
          quarantined.id(),
          quarantined.source(),
          quarantined.position(),
          quarantined.content().reason(),
          quarantined.content().body().length,
          quarantined.at());
    }

    private static RotationRecord toRecord(Rotation rotation) {
      Instant updatedAt = rotation.updatedAt();
      RotationState state = rotation.state();
      return new RotationRecord(
          rotation.id(),
          rotation.bindingId(),
          rotation.secret(),
          rotation.dataSource(),
          rotation.eventId(),
          rotation.cause(),
          state.kind(),
          rotation.sequence(),
          state.name(),
          state.version().map(version -> version.id()),
          state.keys(),
          state.detail(),
          rotation.createdAt(),
          updatedAt,
          state.waitsUntil());
    }
  }
}
