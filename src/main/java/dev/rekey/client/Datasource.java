package dev.rekey.client;

import java.time.Instant;

/**
 * A named connection to an external system.
 *
 * @param id opaque
 * @param name empty for one that was made without a name
 */
public record Datasource(
    String id,
    String name,
    IntegrationKind kind,
    String environmentId,
    Instant createdAt,
    Instant updatedAt) {}
