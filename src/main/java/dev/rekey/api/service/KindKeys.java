package dev.rekey.api.service;

import dev.rekey.datasource.Kind;
import java.util.List;
import java.util.Set;

/** What the API asks about the config keys of a kind. Safe for use by many threads. */
public interface KindKeys {
  /** Whether the value of this key is kept out of a listed config. */
  boolean isSecret(Kind kind, String key);

  /**
   * What a config with these keys lacks, one entry for each required key (or choice of keys), for a
   * person; empty when it is complete.
   */
  List<String> missing(Kind kind, Set<String> keys);
}
