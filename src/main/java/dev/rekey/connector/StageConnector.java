package dev.rekey.connector;

import dev.rekey.secret.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A connector whose data sources have named stages, through which tables are unloaded. */
public interface StageConnector extends Connector {
  /**
   * Lists the stages that the credential may see, which may be none.
   *
   * @param deadline how long it may take in all
   */
  StageList stages(Map<String, Secret> config, Duration deadline);

  /** What became of it. */
  sealed interface StageList {}

  /**
   * The stages.
   *
   * @param truncated whether there are more
   * @param storageIntegrations those that the credential may see
   */
  record Listed(
      List<NamedStage> stages, boolean truncated, List<StorageIntegration> storageIntegrations)
      implements StageList {
    public Listed {
      stages = List.copyOf(stages);
      storageIntegrations = List.copyOf(storageIntegrations);
    }
  }

  /** They could not be asked for, for a reason. */
  record NotListed(TestResult outcome) implements StageList {}

  /**
   * A stage.
   *
   * @param reference how SQL of this data source names it, without the {@code @}
   * @param kind INTERNAL or EXTERNAL
   * @param url empty for an internal one
   * @param storageIntegration empty where there is none
   */
  record NamedStage(
      String name,
      String database,
      String schema,
      String reference,
      String kind,
      String url,
      String comment,
      String storageIntegration) {}

  /**
   * How an account reaches a cloud's storage.
   *
   * @param allowedLocations URLs; empty when they may not be seen
   */
  record StorageIntegration(
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
