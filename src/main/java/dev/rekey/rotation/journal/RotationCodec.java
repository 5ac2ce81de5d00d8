package dev.rekey.rotation.journal;

import dev.rekey.datasource.KeySwap;
import dev.rekey.rotation.ChangeSet;
import dev.rekey.rotation.RotationState;
import dev.rekey.rotation.RotationState.Applied;
import dev.rekey.rotation.RotationState.Committed;
import dev.rekey.rotation.RotationState.Failed;
import dev.rekey.rotation.RotationState.Name;
import dev.rekey.rotation.RotationState.Prepared;
import dev.rekey.rotation.RotationState.Queued;
import dev.rekey.rotation.RotationState.RolledBack;
import dev.rekey.rotation.RotationState.RollingBack;
import dev.rekey.rotation.RotationState.Unchanged;
import dev.rekey.secret.Secret;
import dev.rekey.secret.SecretVersion;
import dev.rekey.store.KeyNames;
import dev.rekey.store.StoreException;
import dev.rekey.store.ValueCipher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns states into columns and back. Values are sealed as one, bound to rotation and keys. */
final class RotationCodec {
  /** Grows when the columns of a state, or the way values are sealed, change their meaning. */
  private static final int FORMAT = 1;

  private static final int VALUES_PER_KEY = 2;

  private final ValueCipher cipher;

  RotationCodec(ValueCipher cipher) {
    this.cipher = cipher;
  }

  /**
   * A state as it is stored.
   *
   * @param changes the sealed values; empty where the state has none
   */
  record StateRow(
      int format,
      Name state,
      int attempt,
      Optional<String> version,
      List<String> keys,
      String detail,
      Optional<byte[]> changes) {}

  StateRow encode(String rotationId, RotationState state) {
    return switch (state) {
      case Queued queued -> row(state, queued.attempt(), Optional.empty());
      case Prepared prepared -> row(state, 0, seal(rotationId, prepared.changes()));
      case Applied applied -> row(state, applied.attempt(), seal(rotationId, applied.changes()));
      case RollingBack rolling -> row(state, 0, seal(rotationId, rolling.changes()));
      case Unchanged _, Committed _, RolledBack _, Failed _ -> row(state, 0, Optional.empty());
    };
  }

  /**
   * @throws StoreException when it was written by a newer worker, or does not open; names the
   *     rotation
   */
  RotationState decode(String rotationId, StateRow row) {
    if (row.format() != FORMAT) {
      throw new StoreException(
          "rotation " + rotationId + " has format " + row.format() + ", written by a newer worker");
    }
    return switch (row.state()) {
      case QUEUED -> new Queued(row.attempt(), row.detail());
      case PREPARED -> new Prepared(carried(row), open(rotationId, row));
      case APPLIED -> new Applied(carried(row), open(rotationId, row), row.attempt(), row.detail());
      case ROLLING_BACK -> new RollingBack(carried(row), open(rotationId, row), row.detail());
      case UNCHANGED -> new Unchanged(carried(row), row.detail());
      case COMMITTED -> new Committed(carried(row), row.keys(), row.detail());
      case ROLLED_BACK -> new RolledBack(carried(row), row.keys(), row.detail());
      case FAILED -> new Failed(row.version().map(SecretVersion::new), row.keys(), row.detail());
    };
  }

  private static StateRow row(RotationState state, int attempt, Optional<byte[]> changes) {
    return new StateRow(
        FORMAT,
        state.name(),
        attempt,
        state.version().map(SecretVersion::id),
        state.keys(),
        state.detail(),
        changes);
  }

  private static SecretVersion carried(StateRow row) {
    return new SecretVersion(row.version().orElseThrow());
  }

  private Optional<byte[]> seal(String rotationId, ChangeSet changes) {
    List<Optional<Secret>> values = new ArrayList<>();
    for (KeySwap swap : changes.swaps()) {
      values.add(swap.from());
      values.add(swap.to());
    }
    return Optional.of(cipher.sealAll(values, identity(rotationId, changes.keys())));
  }

  private ChangeSet open(String rotationId, StateRow row) {
    List<String> keys = row.keys();
    List<Optional<Secret>> values =
        cipher.openAll(row.changes().orElseThrow(), identity(rotationId, keys));
    List<KeySwap> swaps = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      int from = i * VALUES_PER_KEY;
      swaps.add(new KeySwap(keys.get(i), values.get(from), values.get(from + 1)));
    }
    return new ChangeSet(swaps);
  }

  private static String identity(String rotationId, List<String> keys) {
    return "rotation/" + rotationId + "/" + KeyNames.join(keys);
  }
}
