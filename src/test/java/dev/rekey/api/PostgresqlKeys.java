package dev.rekey.api;

import dev.rekey.api.service.KindKeys;
import dev.rekey.datasource.Kind;
import java.util.List;
import java.util.Set;

/** PostgreSQL needs a host, a port, a database and a user; of every kind, passwords are secret. */
public final class PostgresqlKeys implements KindKeys {
  private static final List<String> REQUIRED = List.of("PGHOST", "PGPORT", "PGDATABASE", "PGUSER");

  @Override
  public boolean isSecret(Kind kind, String key) {
    return key.contains("PASSWORD");
  }

  @Override
  public List<String> missing(Kind kind, Set<String> keys) {
    return kind == Kind.POSTGRESQL
        ? REQUIRED.stream().filter(key -> !keys.contains(key)).toList()
        : List.of();
  }
}
