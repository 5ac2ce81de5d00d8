package dev.rekey.datasource;

import java.time.Instant;
import java.util.Optional;

/**
 * A secret of an environment, without its value: what a {@link ConfigValue.Reference} names by id.
 *
 * @param id opaque and unique over all environments
 * @param name unique among those of its environment with the same scope
 * @param scope empty when it is for the whole environment
 * @param updatedAt when its value last changed
 */
public record EnvironmentSecret(
    String id, String environment, String name, Optional<SecretScope> scope, Instant updatedAt) {}
