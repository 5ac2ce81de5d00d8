package dev.rekey.client;

import java.util.List;

/**
 * An event that is out of quarantine.
 *
 * @param secret the reference of the secret that it is about
 * @param rotations those of the client's environment; none when no binding names the secret
 * @param elsewhere how many more were asked for in other environments
 */
public record ReplayedEvent(String secret, List<AskedRotation> rotations, int elsewhere) {
  public ReplayedEvent {
    rotations = List.copyOf(rotations);
  }
}
