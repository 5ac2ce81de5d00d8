package dev.rekey.api.access;

import java.util.List;
import java.util.Set;

/**
 * Someone who may call the API.
 *
 * @param environments the ids of the environments that it may use; the first is its primary one
 */
public record ApiClient(
    String id, SecretDigest secret, Set<Permission> permissions, List<String> environments) {
  public ApiClient {
    permissions = Set.copyOf(permissions);
    environments = List.copyOf(environments);
  }

  /** What is meant where none is named; empty for a client without any. */
  String primaryEnvironment() {
    return environments.stream().findFirst().orElse("");
  }
}
