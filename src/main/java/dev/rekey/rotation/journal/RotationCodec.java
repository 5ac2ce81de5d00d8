package dev.rekey.rotation.journal;

import dev.rekey.datasource.KeySwap;
import dev.rekey.datasource.Kind;
import dev.rekey.rotation.Candidate;
import dev.rekey.rotation.Carried;
import dev.rekey.rotation.ChangeSet;
import dev.rekey.rotation.RotationState;
import dev.rekey.rotation.RotationState.Acting;
import dev.rekey.rotation.RotationState.Applied;
import dev.rekey.rotation.RotationState.Committed;
import dev.rekey.rotation.RotationState.Failed;
import dev.rekey.rotation.RotationState.Fetched;
import dev.rekey.rotation.RotationState.Name;
import dev.rekey.rotation.RotationState.Parked;
import dev.rekey.rotation.RotationState.Prepared;
import dev.rekey.rotation.RotationState.Queued;
import dev.rekey.rotation.RotationState.Rejected;
import dev.rekey.rotation.RotationState.RolledBack;
import dev.rekey.rotation.RotationState.RollingBack;
import dev.rekey.rotation.RotationState.Superseded;
import dev.rekey.rotation.RotationState.Unchanged;
import dev.rekey.rotation.RotationState.Verifying;
import dev.rekey.rotation.Tries;
import dev.rekey.secret.Secret;
import dev.rekey.secret.SecretVersion;
import dev.rekey.store.KeyNames;
import dev.rekey.store.SealedColumn;
import dev.rekey.store.StoreException;
import dev.rekey.store.ValueCipher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns states into columns and back. Values are sealed as one, bound to rotation and keys. */
final class RotationCodec {
  static final SealedColumn SEALED =
      new SealedColumn(
          "rotation",
          "changes",
          List.of("id"),
          List.of("config_keys"),
          row ->
              List.of(identity(row.getString("id"), KeyNames.split(row.getString("config_keys")))));

  /** Grows when the columns of a state, or the way values are sealed, change their meaning. */
  private static final int FORMAT = 2;

  /** The first: without a kind, without progress, and with fewer states. */
  private static final int OLDEST_FORMAT = 1;

  private static final int VALUES_PER_KEY = 2;

  private final ValueCipher cipher;

  RotationCodec(ValueCipher cipher) {
    this.cipher = cipher;
  }

  /**
   * A state as it is stored.
   *
   * @param progress what is known of tests so far, as {@link Progress} writes it
   * @param changes the sealed values; empty where the state has none
   * @param waitsUntil until when it is kept from beginning
   */
  record StateRow(
      int format,
      Name state,
      int attempt,
      String progress,
      Optional<String> version,
      Optional<String> kind,
      List<String> keys,
      String detail,
      Optional<byte[]> changes,
      Optional<Instant> waitsUntil) {}

  StateRow encode(String rotationId, RotationState state) {
    return switch (state) {
      case Fetched fetched -> acting(rotationId, fetched, Progress.of(fetched.tries()));
      case Verifying verifying ->
          acting(rotationId, verifying, new Progress(verifying.tries(), verifying.doubted()));
      case RollingBack rolling ->
          acting(rotationId, rolling, new Progress(Tries.NONE, rolling.park()));
      case Prepared prepared -> acting(rotationId, prepared, Progress.NONE);
      case Applied applied -> acting(rotationId, applied, Progress.NONE);
      case Queued _,
          Parked _,
          Unchanged _,
          Committed _,
          Rejected _,
          RolledBack _,
          Superseded _,
          Failed _ ->
          row(state, Progress.NONE, Optional.empty());
    };
  }

  /**
   * @throws StoreException when it was written by a newer worker, or does not open; names the
   *     rotation
   */
  RotationState decode(String rotationId, StateRow row) {
    if (row.format() < OLDEST_FORMAT || row.format() > FORMAT) {
      throw new StoreException(
          "rotation " + rotationId + " has format " + row.format() + ", written by a newer worker");
    }
    Progress progress = Progress.parse(row.progress());
    return switch (row.state()) {
      case QUEUED -> new Queued(row.attempt(), row.detail(), row.waitsUntil());
      case FETCHED -> new Fetched(open(rotationId, row), progress.tries(), row.detail());
      case PREPARED -> new Prepared(open(rotationId, row), row.detail());
      case APPLIED -> new Applied(open(rotationId, row), row.detail());
      case VERIFYING ->
          new Verifying(open(rotationId, row), progress.tries(), progress.flag(), row.detail());
      case ROLLING_BACK -> new RollingBack(open(rotationId, row), progress.flag(), row.detail());
      case PARKED -> new Parked(carried(row).orElseThrow(), row.attempt(), row.detail());
      case UNCHANGED -> new Unchanged(carried(row).orElseThrow(), row.detail());
      case COMMITTED -> new Committed(carried(row).orElseThrow(), row.detail());
      case REJECTED -> new Rejected(carried(row).orElseThrow(), row.detail());
      case ROLLED_BACK -> new RolledBack(carried(row).orElseThrow(), row.detail());
      case SUPERSEDED -> new Superseded(carried(row), row.detail());
      case FAILED -> new Failed(carried(row), row.detail());
    };
  }

  private StateRow acting(String rotationId, Acting state, Progress progress) {
    return row(state, progress, seal(rotationId, state.candidate().changes()));
  }

  private static StateRow row(RotationState state, Progress progress, Optional<byte[]> changes) {
    return new StateRow(
        FORMAT,
        state.name(),
        state.attempt(),
        progress.toString(),
        state.version().map(SecretVersion::id),
        state.kind().map(Kind::name),
        state.keys(),
        state.detail(),
        changes,
        state.waitsUntil());
  }

  private static Optional<Carried> carried(StateRow row) {
    return row.version()
        .map(id -> new Carried(new SecretVersion(id), row.kind().map(Kind::valueOf), row.keys()));
  }

  private Optional<byte[]> seal(String rotationId, ChangeSet changes) {
    List<Optional<Secret>> values = new ArrayList<>();
    for (KeySwap swap : changes.swaps()) {
      values.add(swap.from());
      values.add(swap.to());
    }
    return Optional.of(cipher.sealAll(values, identity(rotationId, changes.keys())));
  }

  private Candidate open(String rotationId, StateRow row) {
    Carried carried = carried(row).orElseThrow();
    List<String> keys = carried.keys();
    List<Optional<Secret>> values =
        cipher.openAll(row.changes().orElseThrow(), identity(rotationId, keys));
    List<KeySwap> swaps = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      int from = i * VALUES_PER_KEY;
      swaps.add(new KeySwap(keys.get(i), values.get(from), values.get(from + 1)));
    }
    return new Candidate(carried.version(), carried.kind(), new ChangeSet(swaps));
  }

  private static String identity(String rotationId, List<String> keys) {
    return "rotation/" + rotationId + "/" + KeyNames.join(keys);
  }
}
