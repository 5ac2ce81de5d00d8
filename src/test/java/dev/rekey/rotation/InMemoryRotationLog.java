package dev.rekey.rotation;

import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A rotation log over what it is given: one step for each rotation, nothing in quarantine. */
public final class InMemoryRotationLog implements RotationLog {
  private final List<RotationRecord> rotations;

  public InMemoryRotationLog(List<RotationRecord> rotations) {
    this.rotations =
        rotations.stream().sorted(Comparator.comparing(RotationRecord::id).reversed()).toList();
  }

  @Override
  public List<RotationRecord> list(Query query) {
    return rotations.stream()
        .filter(each -> each.dataSource().environment().equals(query.environment()))
        .filter(each -> query.dataSource().stream().allMatch(each.dataSource().name()::equals))
        .filter(each -> query.state().stream().allMatch(each.state()::equals))
        .filter(each -> query.before().stream().allMatch(id -> each.id().compareTo(id) < 0))
        .limit(query.limit())
        .toList();
  }

  @Override
  public Optional<RotationRecord> find(String environment, String id) {
    return rotations.stream()
        .filter(each -> each.dataSource().environment().equals(environment))
        .filter(each -> each.id().equals(id))
        .findFirst();
  }

  @Override
  public List<RotationRecord> find(String environment, Collection<String> ids) {
    return ids.stream().flatMap(id -> find(environment, id).stream()).toList();
  }

  @Override
  public List<Mark> openMarks(String environment) {
    return marksAfter(environment, "", Integer.MAX_VALUE).stream().filter(Mark::open).toList();
  }

  @Override
  public List<Mark> marksAfter(String environment, String id, int limit) {
    return rotations.reversed().stream()
        .filter(each -> each.dataSource().environment().equals(environment))
        .filter(each -> each.id().compareTo(id) > 0)
        .limit(limit)
        .map(each -> new Mark(each.id(), each.sequence(), !each.state().isFinal()))
        .toList();
  }

  @Override
  public List<RotationRecord.Step> steps(String id) {
    return rotations.stream()
        .filter(each -> each.id().equals(id))
        .map(
            each ->
                new RotationRecord.Step(
                    1, each.state(), each.updatedAt(), 0, Optional.empty(), each.detail()))
        .toList();
  }

  @Override
  public Open open() {
    Map<RotationState.Name, Long> byState = new EnumMap<>(RotationState.Name.class);
    rotations.stream()
        .filter(each -> !each.state().isFinal())
        .forEach(each -> byState.merge(each.state(), 1L, Long::sum));
    return new Open(
        byState,
        rotations.stream()
            .filter(each -> !each.state().isFinal())
            .map(RotationRecord::createdAt)
            .min(Comparator.naturalOrder()),
        0);
  }

  @Override
  public Optional<QuarantinedEvent> quarantined(String id) {
    return quarantine(Integer.MAX_VALUE).stream().filter(each -> each.id().equals(id)).findFirst();
  }

  @Override
  public List<QuarantinedEvent> quarantine(int limit) {
    return List.of();
  }
}
