package dev.rekey.client;

import java.util.List;

/**
 * The named stages of a Snowflake account that a data source can see, and what they may unload to.
 *
 * @param truncated whether there are more
 */
public record NamedStages(
    List<Stage> stages, boolean truncated, List<StorageIntegration> storageIntegrations) {
  public NamedStages {
    stages = List.copyOf(stages);
    storageIntegrations = List.copyOf(storageIntegrations);
  }

  /**
   * A stage.
   *
   * @param reference how a statement names it, without {@code @}
   * @param kind INTERNAL or EXTERNAL
   * @param url empty for an internal one
   */
  public record Stage(
      String name,
      String database,
      String schema,
      String reference,
      String kind,
      String url,
      String comment,
      String storageIntegration) {}

  /** A storage integration of the account. */
  public record StorageIntegration(
      String name,
      String type,
      String provider,
      boolean enabled,
      List<String> allowedLocations,
      String comment) {
    public StorageIntegration {
      allowedLocations = List.copyOf(allowedLocations);
    }
  }
}
