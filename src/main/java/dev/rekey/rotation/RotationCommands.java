package dev.rekey.rotation;

import dev.rekey.secret.Freshness;
import java.util.Optional;

/** Carries out the commands of the machine. Thread-safe; blocks. */
@FunctionalInterface
public interface RotationCommands {
  /**
   * Does what a command asks for, and says what that brought to light.
   *
   * @param fresh how fresh the secret has to be that is planned with
   * @return empty when the rotation turned out to be in the hands of another worker
   */
  Optional<RotationInput> run(Rotation rotation, RotationCommand command, Freshness fresh)
      throws InterruptedException;
}
