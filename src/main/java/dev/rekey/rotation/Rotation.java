package dev.rekey.rotation;

import dev.rekey.datasource.DataSource;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.EnvironmentSecret;
import dev.rekey.datasource.KeySwap;
import dev.rekey.datasource.SecretEdit;
import dev.rekey.event.TraceParent;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One attempt to carry one secret version through one binding.
 *
 * @param id opaque; later rotations have greater ids
 * @param bindingId of the {@link Binding}, which may have left the configuration since
 * @param eventId of the event that caused it
 * @param sequence 1 when queued, and one more with every transition, every event that joins and
 *     every change of hands
 * @param claimed whether the worker that reads this may drive it; of all rotations of a data
 *     source, one at most is claimed, by one worker
 * @param trace the trace that tells of it, for as long as it lasts and whoever drives it
 */
public record Rotation(
    String id,
    String bindingId,
    SecretRef secret,
    DataSourceRef dataSource,
    String eventId,
    RotationCause cause,
    long sequence,
    boolean claimed,
    RotationState state,
    Instant createdAt,
    Instant updatedAt,
    Optional<TraceParent> trace) {

  /** A rotation that begins, not claimed yet. */
  public static Rotation queued(
      String id, Binding binding, String eventId, RotationCause cause, Instant now) {
    return new Rotation(
        id,
        binding.id(),
        binding.secret(),
        binding.dataSource(),
        eventId,
        cause,
        1,
        false,
        new RotationState.Queued(0, "Queued."),
        now,
        now,
        Optional.empty());
  }

  /**
   * A rotation of a secret that a client has written: it begins where others have written the data
   * source. Not claimed yet, and of no binding that another one is of.
   */
  public static Rotation written(String id, SecretEdit edit, Instant now) {
    EnvironmentSecret secret = edit.secret();
    SecretRef ref = SecretRef.managed(secret.environment(), secret.name());
    DataSource user = edit.user();
    List<KeySwap> swaps =
        edit.keys().stream()
            .sorted()
            .map(key -> new KeySwap(key, Optional.of(edit.from()), Optional.of(edit.to())))
            .toList();
    return new Rotation(
        id,
        user.ref() + "<-" + ref + "@" + id,
        ref,
        user.ref(),
        id,
        RotationCause.TRIGGER,
        1,
        false,
        new RotationState.Applied(
            new Candidate(new SecretVersion(id), Optional.of(user.kind()), new ChangeSet(swaps)),
            "A client has written the secret."),
        now,
        now,
        Optional.empty());
  }

  /** This rotation one transition later. A rotation that waits or has ended is not claimed. */
  public Rotation moved(RotationState next, Instant now) {
    return with(cause, sequence + 1, claimed && !next.rests(), next, now);
  }

  /** A parked rotation that another one takes the place of. */
  public Rotation superseded(Instant now) {
    return moved(new RotationState.Superseded(state.carried(), Sentences.OVERTAKEN), now);
  }

  /** The same with an event more, which a person may have asked for. */
  public Rotation joined(RotationCause by, Instant now) {
    return with(cause.or(by), sequence + 1, claimed, state, now);
  }

  /** The same in the hands of the worker that reads this. */
  public Rotation taken() {
    RotationState due = state instanceof RotationState.Queued queued ? queued.toDue() : state;
    return with(cause, sequence, true, due, updatedAt);
  }

  private Rotation with(
      RotationCause why, long number, boolean isClaimed, RotationState next, Instant at) {
    return new Rotation(
        id,
        bindingId,
        secret,
        dataSource,
        eventId,
        why,
        number,
        isClaimed,
        next,
        createdAt,
        at,
        trace);
  }

  /** The same, told of in this trace. */
  public Rotation in(TraceParent place) {
    return new Rotation(
        id,
        bindingId,
        secret,
        dataSource,
        eventId,
        cause,
        sequence,
        claimed,
        state,
        createdAt,
        updatedAt,
        Optional.of(place));
  }

  /** Whether it has ended, or waits for its data source. */
  public boolean rests() {
    return state.rests();
  }

  public boolean isFinal() {
    return state.name().isFinal();
  }
}
