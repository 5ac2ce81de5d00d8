package dev.rekey.api.access;

import dev.rekey.datasource.Actor;
import io.grpc.Context;
import java.util.Set;

/**
 * Who makes the call under way, for which environment.
 *
 * @param environment the id of an environment that the client may use
 * @param permissions all that the client has, beside that which the method needs
 */
public record Caller(String clientId, String environment, Set<Permission> permissions) {
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

  public boolean may(Permission permission) {
    return permissions.contains(permission);
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
