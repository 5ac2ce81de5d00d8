package dev.rekey.client;

import java.util.List;
import java.util.Map;

/**
 * Who a client is to the server.
 *
 * @param environmentId the environment of the call
 * @param permissions such as {@code secrets.list}
 * @param environments all that the client may use, id to name
 */
public record Caller(
    String clientId,
    String environmentId,
    List<String> permissions,
    Map<String, String> environments) {
  public Caller {
    permissions = List.copyOf(permissions);
    environments = Map.copyOf(environments);
  }
}
