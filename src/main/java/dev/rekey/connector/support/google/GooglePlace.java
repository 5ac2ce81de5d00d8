package dev.rekey.connector.support.google;

import dev.rekey.connector.support.Endpoint;
import dev.rekey.google.GoogleEndpoint;

/**
 * Where a service of Google's is called.
 *
 * @param plaintext an emulator, without credentials
 */
public record GooglePlace(Endpoint at, boolean plaintext) {
  /**
   * @param key the config key that failures of the connection are blamed on
   */
  public static GooglePlace of(GoogleEndpoint endpoint, String key) {
    String authority = endpoint.authority();
    int colon = authority.lastIndexOf(':');
    String host = authority.substring(0, colon);
    return new GooglePlace(
        new Endpoint(
            host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
            Integer.parseInt(authority.substring(colon + 1)),
            key),
        endpoint.plaintext());
  }

  /** An emulator that a config names. */
  public static GooglePlace emulator(Endpoint at) {
    return new GooglePlace(at, true);
  }
}
