package dev.rekey.rotation;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Actor;
import dev.rekey.datasource.ConfiguredDataSource;
import dev.rekey.datasource.DataSources;
import dev.rekey.datasource.DataSources.SwapPolicy;
import dev.rekey.datasource.SwapResult;
import dev.rekey.datasource.TestReport;
import dev.rekey.datasource.TestRequest;
import dev.rekey.secret.FetchResult;
import dev.rekey.secret.SecretStore;
import dev.rekey.secret.SecretVersion;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Carries out the commands of the machine against the outside world. Thread-safe; blocks. Whatever
 * it does may be done again after a crash: it looks at what the data source holds before it writes.
 */
public final class RotationSteps {
  private final Bindings bindings;
  private final SecretStore secrets;
  private final DataSources dataSources;
  private final Journal journal;

  public RotationSteps(
      Bindings bindings, SecretStore secrets, DataSources dataSources, Journal journal) {
    this.bindings = bindings;
    this.secrets = secrets;
    this.dataSources = dataSources;
    this.journal = journal;
  }

  /** Does what a command asks for, and says what that brought to light. */
  RotationInput run(Rotation rotation, RotationCommand command) {
    return switch (command) {
      case RotationCommand.Plan _ -> plan(rotation);
      case RotationCommand.Write write -> write(rotation, write.changes());
      case RotationCommand.Test _ -> test(rotation, RotationInput.Tested::new);
      case RotationCommand.Restore restore -> restore(rotation, restore.changes());
    };
  }

  private RotationInput plan(Rotation rotation) {
    Optional<Binding> binding = bindings.find(rotation.bindingId());
    if (binding.isEmpty()) {
      return new RotationInput.Impossible(
          "The binding is not in the configuration any more: put it back and publish the secret again,"
              + " or leave it out.");
    }
    return switch (secrets.fetch(rotation.secret())) {
      case FetchResult.Found found -> compare(binding.get(), found);
      case FetchResult.Missing missing -> new RotationInput.Impossible(missing.reason());
      case FetchResult.Denied denied -> new RotationInput.Impossible(denied.reason());
      case FetchResult.Unavailable away -> new RotationInput.StoreUnavailable(away.reason());
      case FetchResult.Throttled later -> new RotationInput.StoreUnavailable(later.reason());
    };
  }

  private RotationInput compare(Binding binding, FetchResult.Found found) {
    if (wasRolledBack(binding, found.version())) {
      return new RotationInput.NothingToDo(
          found.version(),
          "This version was rolled back before; it is not tried again by a further event.");
    }
    Optional<ConfiguredDataSource> target = dataSources.find(binding.dataSource());
    return target.isEmpty()
        ? new RotationInput.DataSourceGone()
        : Planner.plan(binding, found.version(), found.value(), target.get());
  }

  private boolean wasRolledBack(Binding binding, SecretVersion version) {
    return journal
        .settled(binding.id())
        .filter(
            settled ->
                settled.version().equals(version)
                    && settled.end() == RotationState.Name.ROLLED_BACK)
        .isPresent();
  }

  private RotationInput write(Rotation rotation, ChangeSet changes) {
    return switch (swap(rotation, changes, SwapPolicy.ALL_OR_NOTHING)) {
      case SwapResult.Swapped swapped -> new RotationInput.Written(swapped.conflicts());
      case SwapResult.Gone _ -> new RotationInput.DataSourceGone();
    };
  }

  private RotationInput restore(Rotation rotation, ChangeSet changes) {
    return switch (swap(rotation, changes.inverse(), SwapPolicy.EACH_KEY)) {
      case SwapResult.Swapped swapped ->
          test(rotation, result -> new RotationInput.Restored(swapped.conflicts(), result));
      case SwapResult.Gone _ -> new RotationInput.DataSourceGone();
    };
  }

  private SwapResult swap(Rotation rotation, ChangeSet changes, SwapPolicy policy) {
    return dataSources.swap(
        rotation.dataSource(), changes.swaps(), policy, Actor.rotation(rotation.id()));
  }

  private RotationInput test(Rotation rotation, Function<TestResult, RotationInput> andThen) {
    return dataSources
        .find(rotation.dataSource())
        .map(ConfiguredDataSource::dataSource)
        .flatMap(
            source ->
                dataSources.test(
                    new TestRequest.Saved(source.environment(), source.id(), Map.of())))
        .map(TestReport::result)
        .map(andThen)
        .orElseGet(RotationInput.DataSourceGone::new);
  }
}
