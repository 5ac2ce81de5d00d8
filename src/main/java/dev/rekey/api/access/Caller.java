package dev.rekey.api.access;

import dev.rekey.datasource.Actor;
import io.grpc.Context;

/**
 * Who makes the call under way, for which environment.
 *
 * @param environment the id of an environment that the client may use
 */
public record Caller(String clientId, String environment) {
  private static final Context.Key<Caller> KEY = Context.key("caller");

  /**
   * The caller of the call that this thread carries out.
   *
   * @throws IllegalStateException when the call did not come through the {@link Gatekeeper}
   */
  public static Caller current() {
    Caller caller = KEY.get();
    if (caller == null) {
      throw new IllegalStateException("the call did not come through the gatekeeper");
    }
    return caller;
  }

  /** The same context with this caller in it. */
  public Context in(Context context) {
    return context.withValue(KEY, this);
  }

  /** The caller as the audit knows it. */
  public Actor actor() {
    return Actor.client(clientId);
  }
}
