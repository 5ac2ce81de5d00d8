package dev.rekey.rotation;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.ConfigEntry;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.ConfiguredDataSource;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.DataSources;
import dev.rekey.datasource.DataSources.SwapPolicy;
import dev.rekey.datasource.Fence;
import dev.rekey.datasource.KeySwap;
import dev.rekey.datasource.SharedSecret;
import dev.rekey.datasource.SwapResult;
import dev.rekey.datasource.TestReport;
import dev.rekey.datasource.TestRequest;
import dev.rekey.secret.FetchResult;
import dev.rekey.secret.Freshness;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import dev.rekey.secret.SharedFetches;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Carries out the commands of the machine against the outside world. Thread-safe; blocks. Whatever
 * it does may be done again after a crash: it looks at what the data source holds before it writes.
 */
public final class RotationSteps implements RotationCommands {
  private static final ChangeSet AS_IT_IS = new ChangeSet(List.of());

  private final Function<Rotation, Optional<Binding>> bindings;
  private final SharedFetches secrets;
  private final DataSources dataSources;
  private final DataSourceRules rules;
  private final Journal journal;

  /**
   * @param bindings the binding that a rotation is of, as it stands now
   */
  public RotationSteps(
      Function<Rotation, Optional<Binding>> bindings,
      SharedFetches secrets,
      DataSources dataSources,
      DataSourceRules rules,
      Journal journal) {
    this.bindings = bindings;
    this.secrets = secrets;
    this.dataSources = dataSources;
    this.rules = rules;
    this.journal = journal;
  }

  @Override
  public Optional<RotationInput> run(Rotation rotation, RotationCommand command, Freshness fresh)
      throws InterruptedException {
    return switch (command) {
      case RotationCommand.Plan _ -> Optional.of(plan(rotation, fresh));
      case RotationCommand.Preflight preflight ->
          Optional.of(preflight(rotation.dataSource(), preflight.candidate().changes()));
      case RotationCommand.Write write -> write(rotation, write.changes());
      case RotationCommand.Verify verify -> Optional.of(verify(rotation, verify.changes()));
      case RotationCommand.Probe probe -> Optional.of(probe(rotation, probe.changes()));
      case RotationCommand.Restore restore -> restore(rotation, restore.changes());
      case RotationCommand.Reach _ -> Optional.of(verify(rotation, AS_IT_IS));
    };
  }

  private RotationInput plan(Rotation rotation, Freshness fresh) throws InterruptedException {
    Optional<Binding> binding = bindings.apply(rotation);
    if (binding.isEmpty()) {
      return new RotationInput.Impossible(
          "The binding is not there any more, so that nothing was written: put it back, or leave it"
              + " out.");
    }
    return switch (fetch(rotation.secret(), fresh)) {
      case FetchResult.Found found ->
          !rotation.cause().isPerson() && wasRefused(binding.get(), found.version())
              ? new RotationInput.NothingToDo(
                  new Carried(found.version(), Optional.empty(), List.of()),
                  "This version did not pass before; it is not tried again by a further event.")
              : compare(binding.get(), found);
      case FetchResult.Failed failed -> new RotationInput.StoreUnavailable(failed.reason());
    };
  }

  /** As {@link SharedFetches#fetch}. */
  FetchResult fetch(SecretRef secret, Freshness fresh) throws InterruptedException {
    return secrets.fetch(secret, fresh);
  }

  private boolean wasRefused(Binding binding, SecretVersion version) {
    return journal
        .settled(binding.id())
        .filter(settled -> settled.version().equals(version))
        .filter(
            settled ->
                settled.end() == RotationState.Name.ROLLED_BACK
                    || settled.end() == RotationState.Name.REJECTED)
        .isPresent();
  }

  /** What the version that was found would change. Reads only. */
  RotationInput compare(Binding binding, FetchResult.Found found) {
    return look(
        binding.dataSource(),
        held -> Planner.plan(binding, found.version(), found.value(), held, rules));
  }

  /** Tests new values without saving them. */
  RotationInput preflight(DataSourceRef dataSource, ChangeSet changes) {
    return look(
        dataSource, held -> new RotationInput.Tested(test(held, changes, changes), Set.of()));
  }

  private Optional<RotationInput> write(Rotation rotation, ChangeSet changes) {
    return switch (swap(rotation, changes, SwapPolicy.ALL_OR_NOTHING)) {
      case SwapResult.Swapped swapped ->
          Optional.of(new RotationInput.Written(swapped.conflicts()));
      case SwapResult.Gone _ -> Optional.of(new RotationInput.DataSourceGone());
      case SwapResult.Fenced _ -> Optional.empty();
    };
  }

  private RotationInput verify(Rotation rotation, ChangeSet changes) {
    return look(
        rotation.dataSource(),
        held -> new RotationInput.Tested(test(held, AS_IT_IS, changes), notHolding(held, changes)));
  }

  private RotationInput probe(Rotation rotation, ChangeSet changes) {
    return look(
        rotation.dataSource(),
        held -> new RotationInput.Probed(test(held, changes.inverse(), changes)));
  }

  private Optional<RotationInput> restore(Rotation rotation, ChangeSet changes) {
    return switch (swap(rotation, changes.inverse(), SwapPolicy.EACH_KEY)) {
      case SwapResult.Swapped swapped ->
          Optional.of(
              look(
                  rotation.dataSource(),
                  held ->
                      new RotationInput.Restored(
                          swapped.conflicts(), test(held, AS_IT_IS, changes))));
      case SwapResult.Gone _ -> Optional.of(new RotationInput.DataSourceGone());
      case SwapResult.Fenced _ -> Optional.empty();
    };
  }

  private RotationInput look(
      DataSourceRef dataSource, Function<ConfiguredDataSource, RotationInput> then) {
    return dataSources.resolved(dataSource).map(then).orElseGet(RotationInput.DataSourceGone::new);
  }

  private SwapResult swap(Rotation rotation, ChangeSet changes, SwapPolicy policy) {
    return dataSources.swap(
        rotation.dataSource(),
        changes.swaps(),
        policy,
        new Fence(rotation.id(), rotation.sequence()));
  }

  /**
   * Tests a data source, and when it passes, those that share a secret with it which is carried.
   *
   * @param changes what is not saved yet
   * @param carried what the rotation is about
   */
  private TestResult test(ConfiguredDataSource held, ChangeSet changes, ChangeSet carried) {
    TestResult own = test(held, changes);
    if (!(own instanceof TestResult.Passed) || carried.isEmpty()) {
      return own;
    }
    for (SharedSecret each : dataSources.sharing(held.dataSource().ref(), carried.keys())) {
      TestResult other = test(each.dataSource(), changes.as(each.keys()));
      if (!(other instanceof TestResult.Passed)) {
        return other.of(each.dataSource().dataSource().name() + ", which shares the secret: ");
      }
    }
    return own;
  }

  /** The config is given as it was read, so that what is tested is what was compared. */
  private TestResult test(ConfiguredDataSource held, ChangeSet changes) {
    return dataSources
        .test(
            new TestRequest.Unsaved(
                held.dataSource().environment(), held.dataSource().kind(), changes.appliedTo(held)))
        .map(TestReport::result)
        .orElseGet(() -> new TestResult.Unreachable("the data source has just gone"));
  }

  /** The keys that do not hold what was written to them. */
  private static Set<String> notHolding(ConfiguredDataSource held, ChangeSet changes) {
    Set<String> edited = new TreeSet<>();
    for (KeySwap swap : changes.swaps()) {
      Optional<ConfigValue> now =
          Optional.ofNullable(held.config().get(swap.key())).map(ConfigEntry::value);
      if (!now.equals(swap.to().map(ConfigValue.Literal::new))) {
        edited.add(swap.key());
      }
    }
    return edited;
  }
}
