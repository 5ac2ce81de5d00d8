package dev.rekey.client;

import java.time.Instant;
import java.util.List;

/**
 * What the features of a data source are tagged with.
 *
 * @param name the name of the data source
 */
public record PermissionTags(
    IntegrationKind kind, String name, List<String> tags, Instant createdAt, Instant updatedAt) {
  public PermissionTags {
    tags = List.copyOf(tags);
  }
}
