package dev.rekey.rotation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Knows what keeps rotations from beginning. Thread-safe; may block while the store is asked. */
@FunctionalInterface
public interface Holds {
  /** Nothing ever does. */
  Holds NONE = (rotation, now) -> Optional.empty();

  /** What keeps a rotation from beginning now. */
  Optional<Hold> of(Rotation rotation, Instant now);

  /** What is left of all of them. */
  static Holds all(List<Holds> several) {
    return (rotation, now) ->
        several.stream().flatMap(each -> each.of(rotation, now).stream()).reduce(Hold::or);
  }

  /** What freezes do. */
  static Holds of(Freezes freezes) {
    return (rotation, now) -> freezes.of(rotation.dataSource().environment(), now).map(Holds::hold);
  }

  private static Hold hold(Freeze freeze) {
    return new Hold(
        "frozen by " + freeze.actor().name() + ": " + Sentences.sentence(freeze.reason()),
        freeze.until().orElse(Hold.INDEFINITELY));
  }
}
