package dev.rekey.client;

import java.util.List;
import java.util.Optional;

/**
 * What a rotation of one binding would do now.
 *
 * @param dataSource the name of the data source
 * @param secretVersion the store's id of the current version, unless it could not be fetched
 * @param changedKeys the names of the keys that would change, sorted
 * @param verdict what a test of the values that would be written said, in a word: passed, refused,
 *     not_permitted, misconfigured, unreachable, timed_out or unsupported; absent when no key would
 *     change
 * @param message the verdict in a sentence
 * @param detail what would happen, in a sentence
 */
public record BindingPlan(
    String bindingId,
    String dataSource,
    Optional<String> secretVersion,
    List<String> changedKeys,
    Optional<String> verdict,
    String message,
    String detail) {
  public BindingPlan {
    changedKeys = List.copyOf(changedKeys);
  }
}
