package dev.rekey.datasource;

import dev.rekey.secret.Secret;
import java.util.List;
import java.util.Optional;

/**
 * The secrets of all environments that belong to no data source.
 *
 * <p>Calls block, and may be made from many threads at once. A change is durable when its call
 * returns, and is written to the audit with it.
 */
public interface EnvironmentSecrets {
  /** All secrets of an environment, by name. */
  List<EnvironmentSecret> list(String environment);

  /** All secrets of an environment with their values, by name. */
  List<Held> values(String environment);

  /** A secret with its value, or empty for an id that the environment does not have. */
  Optional<Held> find(String environment, String id);

  /**
   * Makes a secret, or gives it another value: the data sources that refer to it have that value
   * from then on.
   *
   * @throws InvalidFieldException for {@code name} or {@code config}, before anything is changed
   */
  EnvironmentSecret put(
      String environment, String name, Optional<SecretScope> scope, Secret value, Actor actor);

  /** Removes a secret to which no data source refers. */
  Removal delete(String environment, String name, Optional<SecretScope> scope, Actor actor);

  /** A secret with its value. */
  record Held(EnvironmentSecret secret, Secret value) {}

  /** What became of {@link #delete}. */
  sealed interface Removal {
    record Removed(EnvironmentSecret secret) implements Removal {}

    record NotFound() implements Removal {}

    /**
     * Nothing was changed.
     *
     * @param dataSources the names of those that refer to it, sorted
     */
    record InUse(List<String> dataSources) implements Removal {}
  }
}
