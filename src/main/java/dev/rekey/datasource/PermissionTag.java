package dev.rekey.datasource;

import java.time.Instant;
import java.util.List;

/**
 * Whom a data source is for, in the words of whoever reads the tags. Kept, and not acted on.
 *
 * @param name of the data source, which need not exist
 * @param tags in the order in which they were given
 */
public record PermissionTag(
    Kind kind, String name, List<String> tags, Instant createdAt, Instant updatedAt) {
  public PermissionTag {
    tags = List.copyOf(tags);
  }
}
