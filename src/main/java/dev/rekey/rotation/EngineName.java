package dev.rekey.rotation;

import static dev.rekey.datasource.Kind.CLICKHOUSE;
import static dev.rekey.datasource.Kind.DATABRICKS;
import static dev.rekey.datasource.Kind.MSSQL;
import static dev.rekey.datasource.Kind.MYSQL;
import static dev.rekey.datasource.Kind.POSTGRESQL;
import static dev.rekey.datasource.Kind.REDSHIFT;
import static dev.rekey.datasource.Kind.SNOWFLAKE;
import static dev.rekey.datasource.Kind.TRINO;

import dev.rekey.datasource.Kind;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a secret says it is for: the {@code engine} that rotations of RDS write, or the scheme of a
 * URL.
 *
 * @param name the word of our table, never the text of the secret
 * @param kinds the kinds that it may be for; empty for a system that is no kind
 */
record EngineName(String name, Set<Kind> kinds) {
  /** Redshift is reached by drivers of PostgreSQL too. */
  private static final Set<Kind> POSTGRES = Set.of(POSTGRESQL, REDSHIFT);

  private static final Set<Kind> OVER_HTTP = Set.of(CLICKHOUSE, TRINO);

  private static final Map<String, Set<Kind>> KNOWN =
      Map.ofEntries(
          Map.entry("postgres", POSTGRES),
          Map.entry("postgresql", POSTGRES),
          Map.entry("aurora-postgresql", POSTGRES),
          Map.entry("redshift", Set.of(REDSHIFT)),
          Map.entry("mysql", Set.of(MYSQL)),
          Map.entry("mariadb", Set.of(MYSQL)),
          Map.entry("aurora", Set.of(MYSQL)),
          Map.entry("aurora-mysql", Set.of(MYSQL)),
          Map.entry("sqlserver", Set.of(MSSQL)),
          Map.entry("mssql", Set.of(MSSQL)),
          Map.entry("snowflake", Set.of(SNOWFLAKE)),
          Map.entry("databricks", Set.of(DATABRICKS)),
          Map.entry("clickhouse", Set.of(CLICKHOUSE)),
          Map.entry("trino", Set.of(TRINO)),
          Map.entry("presto", Set.of(TRINO)),
          Map.entry("http", OVER_HTTP),
          Map.entry("https", OVER_HTTP),
          Map.entry("oracle", Set.of()),
          Map.entry("db2", Set.of()),
          Map.entry("mongo", Set.of()),
          Map.entry("mongodb", Set.of()));

  /** What a text means, editions such as {@code sqlserver-ee} too; empty for a text unknown. */
  static Optional<EngineName> of(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    int edition = lower.indexOf('-');
    return known(lower)
        .or(() -> edition < 0 ? Optional.empty() : known(lower.substring(0, edition)));
  }

  /** Whether a URL may be one for the kind. */
  static boolean hasUrl(Kind kind) {
    return KNOWN.values().stream().anyMatch(kinds -> kinds.contains(kind));
  }

  private static Optional<EngineName> known(String name) {
    return Optional.ofNullable(KNOWN.get(name)).map(kinds -> new EngineName(name, kinds));
  }
}
