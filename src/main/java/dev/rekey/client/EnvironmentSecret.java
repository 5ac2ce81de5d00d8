package dev.rekey.client;

import java.time.Instant;
import java.util.Optional;

/**
 * A secret of an environment, without its value.
 *
 * @param id what {@link Config#withSecret} takes
 * @param datasourceId the data source that it belongs to, if it belongs to one
 * @param scope what it is for, such as SANDBOX; empty when it is for the whole environment
 * @param external whether another system keeps the value
 */
public record EnvironmentSecret(
    String id,
    String name,
    Instant updatedAt,
    Optional<String> datasourceId,
    Optional<String> scope,
    boolean external) {}
