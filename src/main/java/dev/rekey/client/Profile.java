package dev.rekey.client;

import java.util.Map;
import java.util.Optional;

/**
 * What a client logs in with, as far as one place says it.
 *
 * @param apiServer host, or host:port, with or without scheme
 * @param environment the id of the environment
 */
public record Profile(
    Optional<String> apiServer,
    Optional<String> clientId,
    Optional<String> clientSecret,
    Optional<String> environment) {
  static final Profile EMPTY =
      new Profile(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** What the variables say that all clients of the API read. Those that are blank say nothing. */
  static Profile of(Map<String, String> variables) {
    return new Profile(
        first(variables, "CHALK_API_SERVER", "_CHALK_API_SERVER"),
        first(variables, "CHALK_CLIENT_ID", "_CHALK_CLIENT_ID"),
        first(variables, "CHALK_CLIENT_SECRET", "_CHALK_CLIENT_SECRET"),
        first(
            variables,
            "CHALK_ENVIRONMENT",
            "_CHALK_ACTIVE_ENVIRONMENT",
            "CHALK_ACTIVE_ENVIRONMENT"));
  }

  /** Whether there is all that a client cannot do without. */
  boolean isComplete() {
    return apiServer.isPresent() && clientId.isPresent() && clientSecret.isPresent();
  }

  /**
   * This one, and from the other what it lacks. A secret goes with the id that it belongs to, and
   * so does the environment.
   */
  Profile or(Profile other) {
    Optional<String> server = apiServer.or(other::apiServer);
    if (clientId.isPresent() && !clientId.equals(other.clientId)) {
      return new Profile(server, clientId, clientSecret, environment);
    }
    return new Profile(
        server,
        other.clientId,
        clientSecret.or(other::clientSecret),
        environment.or(other::environment));
  }

  private static Optional<String> first(Map<String, String> variables, String... names) {
    for (String name : names) {
      String value = variables.get(name);
      if (value != null && !value.isBlank()) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "Profile[apiServer="
        + apiServer.orElse("")
        + ", clientId="
        + clientId.orElse("")
        + ", environment="
        + environment.orElse("")
        + "]";
  }
}
