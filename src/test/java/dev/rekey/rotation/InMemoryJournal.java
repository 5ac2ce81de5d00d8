package dev.rekey.rotation;

import static java.util.Comparator.comparing;

import dev.rekey.rotation.Journal.Recorded.Joined;
import dev.rekey.rotation.Journal.Recorded.Queued;
import dev.rekey.rotation.Journal.Recorded.Repeated;
import dev.rekey.secret.SecretVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A journal that forgets everything at the end of a test; passes the contract of the real ones. */
public final class InMemoryJournal implements Journal {
  private final NavigableMap<String, Rotation> rotations = new TreeMap<>();
  private final Map<String, List<RotationRecord.Step>> steps = new HashMap<>();
  private final Map<String, Settled> settled = new HashMap<>();
  private final Set<List<String>> seen = new HashSet<>();
  private final Map<List<String>, Quarantined> quarantine = new HashMap<>();

  @Override
  public synchronized List<Recorded> record(List<Request> requests, List<Quarantined> quarantined) {
    quarantined.forEach(q -> quarantine.putIfAbsent(place(q), q));
    List<Recorded> recorded = requests.stream().map(this::record).toList();
    return recorded.stream().map(this::asItStands).toList();
  }

  private Recorded record(Request request) {
    Rotation rotation = request.rotation();
    String binding = rotation.bindingId();
    if (!seen.add(List.of(binding, request.source(), request.event().id()))) {
      return new Repeated();
    }
    List<Rotation> open = open().stream().filter(r -> r.bindingId().equals(binding)).toList();
    if (open.isEmpty()
        && settled(binding).map(Settled::version).filter(same(request)).isPresent()) {
      return new Recorded.Settled();
    }
    Optional<Rotation> queued =
        open.stream().filter(r -> r.state().name() == RotationState.Name.QUEUED).findFirst();
    if (queued.isPresent()) {
      Rotation joined = queued.get().moved(queued.get().state(), rotation.createdAt());
      rotations.put(joined.id(), joined);
      return new Joined(joined.id());
    }
    write(rotation);
    return new Queued(rotation);
  }

  private Recorded asItStands(Recorded recorded) {
    return recorded instanceof Queued queued
        ? new Queued(rotations.get(queued.rotation().id()))
        : recorded;
  }

  private static Predicate<Object> same(Request request) {
    return version -> request.event().version().filter(version::equals).isPresent();
  }

  @Override
  public synchronized boolean append(Rotation next) {
    Rotation stored = rotations.get(next.id());
    if (stored == null || stored.sequence() + 1 != next.sequence()) {
      return false;
    }
    write(next);
    if (next.isFinal()) {
      next.state().version().ifPresent(version -> settle(next, version));
    }
    return true;
  }

  private void settle(Rotation last, SecretVersion version) {
    RotationState.Name end = last.state().name();
    boolean known =
        settled(last.bindingId()).filter(before -> before.version().equals(version)).isPresent();
    if (end != RotationState.Name.FAILED && !(end == RotationState.Name.UNCHANGED && known)) {
      settled.put(last.bindingId(), new Settled(version, end));
    }
  }

  private void write(Rotation rotation) {
    rotations.put(rotation.id(), rotation);
    steps
        .computeIfAbsent(rotation.id(), id -> new ArrayList<>())
        .add(
            new RotationRecord.Step(
                rotation.sequence(),
                rotation.state().name(),
                rotation.updatedAt(),
                rotation.state().detail()));
  }

  @Override
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
          open.stream().map(Rotation::createdAt).min(Comparator.naturalOrder()),
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
          state.name(),
          state.version().map(version -> version.id()),
          state.keys(),
          state.detail(),
          rotation.createdAt(),
          updatedAt);
    }
  }
}
