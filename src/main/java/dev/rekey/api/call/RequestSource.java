package dev.rekey.api.call;

/** Where the request of a call comes from. Read once, after the caller has been let in. */
@FunctionalInterface
public interface RequestSource<Q> {
  /**
   * @throws MalformedRequestException when what came is not the request of the method
   * @throws OversizedRequestException when there is too much of it
   */
  Q read();
}
