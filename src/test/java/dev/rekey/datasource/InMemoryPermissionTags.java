package dev.rekey.datasource;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The permission tags, in memory. Faithful to the port but for durability and audit. */
public final class InMemoryPermissionTags implements PermissionTags {
  private record Key(String environment, Kind kind, String name) {}

  private final InstantSource clock;
  private final Map<Key, PermissionTag> tags = new ConcurrentHashMap<>();

  public InMemoryPermissionTags(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public List<PermissionTag> list(String environment) {
    return tags.entrySet().stream()
        .filter(each -> each.getKey().environment().equals(environment))
        .map(Map.Entry::getValue)
        .sorted(
            Comparator.comparing((PermissionTag each) -> each.kind().name())
                .thenComparing(PermissionTag::name))
        .toList();
  }

  @Override
  public Optional<PermissionTag> find(String environment, Kind kind, String name) {
    return Optional.ofNullable(tags.get(new Key(environment, kind, name)));
  }

  @Override
  public void put(DataSourceRef dataSource, Kind kind, List<String> given, Actor actor) {
    DataSourceRules.DEFAULT.checkName(dataSource.name());
    DataSourceRules.DEFAULT.checkTags(given);
    Instant now = clock.instant();
    tags.merge(
        new Key(dataSource.environment(), kind, dataSource.name()),
        new PermissionTag(kind, dataSource.name(), given, now, now),
        (before, after) ->
            new PermissionTag(kind, dataSource.name(), given, before.createdAt(), now));
  }

  @Override
  public void delete(DataSourceRef dataSource, Kind kind, Actor actor) {
    tags.remove(new Key(dataSource.environment(), kind, dataSource.name()));
  }
}
