package dev.rekey.rotation;

import dev.rekey.datasource.Actor;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.datasource.Kind;
import dev.rekey.secret.SecretRef;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What people ask for to be bound. Bindings of the configuration are not theirs to change.
 *
 * <p>Calls block and may be made from many threads at once. What a call changed is durable, is
 * carried out here and is in the audit when it returns; other workers on the store follow within
 * seconds.
 */
public interface BindingRequests {
  /**
   * Makes a binding, or changes the one of the same secret and data source, and asks for a rotation
   * to the current version of the secret. Does nothing where the very same is there.
   *
   * @throws InvalidFieldException when it could never be carried out, or not beside the others
   */
  ApplyResult apply(Binding binding, Actor actor);

  /** Takes a binding out. A rotation of it that acts comes to its end. */
  DeleteResult delete(DataSourceRef dataSource, SecretRef secret, Actor actor);

  /**
   * Says what would come of {@link #apply}, and whether the secret can be had. Asks the store of
   * the secret for its version, and changes nothing.
   */
  Check check(Binding binding);

  /** What became of {@link #apply}. */
  sealed interface ApplyResult {
    /** It is new. */
    record Created(String rotationId) implements ApplyResult {}

    /** It was another one before. */
    record Changed(String rotationId) implements ApplyResult {}

    /** It was there as it is. */
    record Unchanged() implements ApplyResult {}

    /** It stands in the configuration, with other terms. */
    record Configured() implements ApplyResult {}

    /** There is no such data source to feed. */
    record NoDataSource() implements ApplyResult {}
  }

  /** What became of {@link #delete}. */
  enum DeleteResult {
    DELETED,
    /** It stands in the configuration. */
    CONFIGURED,
    NOT_FOUND
  }

  /**
   * What is known of a binding.
   *
   * @param refusal why {@link #apply} would not take it; begins with the name of a field
   * @param secretProblem why the current version of the secret cannot be told
   * @param kind of the data source; empty when there is none
   * @param keys the keys that it feeds, or those that it may feed where it names none
   */
  record Check(
      Optional<String> refusal,
      Optional<String> secretProblem,
      Optional<Kind> kind,
      SortedSet<String> keys) {}
}
