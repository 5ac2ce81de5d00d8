package dev.rekey.api.access;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configured clients and environments. Immutable. */
public final class Clients {
  // Compared with when the client is unknown.
  private static final SecretDigest NOBODY = SecretDigest.of("nobody");

  private final Map<String, ApiClient> byId = new LinkedHashMap<>();
  private final Map<String, Environment> environments = new LinkedHashMap<>();
  private final int mostIterations;

  /**
   * @throws IllegalArgumentException when two clients or two environments have one id, or when a
   *     client has an environment that does not exist
   */
  public Clients(List<ApiClient> clients, List<Environment> environments) {
    for (Environment environment : environments) {
      if (this.environments.put(environment.id(), environment) != null) {
        throw new IllegalArgumentException("there are two environments " + environment.id());
      }
    }
    for (ApiClient client : clients) {
      if (byId.put(client.id(), client) != null) {
        throw new IllegalArgumentException("there are two clients " + client.id());
      }
      for (String environment : client.environments()) {
        if (!this.environments.containsKey(environment)) {
          throw new IllegalArgumentException(
              "client " + client.id() + " has the unknown environment " + environment);
        }
      }
    }
    mostIterations =
        clients.stream().mapToInt(client -> client.secret().iterations()).max().orElse(0);
  }

  public Optional<ApiClient> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The client with this id and this secret; takes the same time whichever of them is wrong. */
  public Optional<ApiClient> authenticate(String id, String secret) {
    SecretDigest digest = digest(id);
    if (digest.matches(secret)) {
      return find(id);
    }
    // Else an answer that comes at once would tell which ids there are.
    SecretDigest.waste(secret, missing(digest));
    return Optional.empty();
  }

  SecretDigest digest(String id) {
    return find(id).map(ApiClient::secret).orElse(NOBODY);
  }

  /** What a failure has cost less than that of the client whose secret is the slowest to check. */
  int missing(SecretDigest digest) {
    return mostIterations - digest.iterations();
  }

  /** The environments of the client with this id, in its order; none for an unknown one. */
  public List<Environment> environmentsOf(String id) {
    return find(id).map(this::environmentsOf).orElse(List.of());
  }

  /** Whether the client with this id may use every environment there is. */
  public boolean isEverywhere(String id) {
    return find(id).stream()
        .anyMatch(client -> client.environments().containsAll(environments.keySet()));
  }

  /** The environments of a client, in its order. */
  public List<Environment> environmentsOf(ApiClient client) {
    return client.environments().stream().map(environments::get).toList();
  }
}
