package dev.rekey.sweep;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Sweeps that are asked for and never carried out, and what they would have found. */
public final class FakeSweepRequests implements Sweeps, HealthLog {
  private final Set<List<Object>> asked = ConcurrentHashMap.newKeySet();
  private final List<SourceHealth> found = new CopyOnWriteArrayList<>();

  @Override
  public boolean ask(SweepKind kind, String environment) {
    return !asked.add(List.of(kind, environment));
  }

  @Override
  public SweepStatus status(SweepKind kind, String environment) {
    return asked.contains(List.of(kind, environment))
        ? new SweepStatus(
            kind, true, 7, 0, Optional.of(Instant.EPOCH), Optional.empty(), Optional.empty())
        : SweepStatus.never(kind);
  }

  public void found(SourceHealth health) {
    found.add(health);
  }

  @Override
  public List<SourceHealth> list(Query query) {
    return found.stream()
        .filter(each -> each.dataSource().environment().equals(query.environment()))
        .filter(each -> query.dataSource().stream().allMatch(each.dataSource().name()::equals))
        .filter(each -> query.state().stream().allMatch(each.health().state()::equals))
        .filter(
            each ->
                query.after().stream()
                    .allMatch(name -> name.compareTo(each.dataSource().name()) < 0))
        .sorted(Comparator.comparing(each -> each.dataSource().name()))
        .limit(query.limit())
        .toList();
  }
}
