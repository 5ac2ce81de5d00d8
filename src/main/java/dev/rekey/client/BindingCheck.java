package dev.rekey.client;

import java.util.List;
import java.util.Optional;

/**
 * What would come of a binding.
 *
 * @param refusal why it would not be taken; begins with the name of a field
 * @param secretProblem why the current version of the secret cannot be told
 * @param kind that of the data source, such as {@code POSTGRESQL}; empty when there is none
 * @param keys those that it feeds, sorted; those that it may feed where it names none
 */
public record BindingCheck(
    Optional<String> refusal,
    Optional<String> secretProblem,
    Optional<String> kind,
    List<String> keys) {
  public BindingCheck {
    keys = List.copyOf(keys);
  }

  /** Whether nothing stands in its way. */
  public boolean isGood() {
    return refusal.isEmpty() && secretProblem.isEmpty();
  }
}
