package dev.rekey.connector.support;

import java.util.Optional;

/**
 * Where a data source is, for messages.
 *
 * @param hostKey the config key that the host comes from, or that decides about it
 * @param tlsKey the config key that decides about TLS, where there is one
 */
public record Endpoint(String host, int port, String hostKey, Optional<String> tlsKey) {
  /** An endpoint whose kind has no key that decides about TLS. */
  public Endpoint(String host, int port, String hostKey) {
    this(host, port, hostKey, Optional.empty());
  }

  /** Host and port. */
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
