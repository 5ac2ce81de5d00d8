package dev.rekey.connector.trino;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where a server says that a statement goes on. The password is sent there, so it has to be the
 * server that the config names.
 */
final class TrinoAddress {
  private TrinoAddress() {}

  /** The address, if it is one of the same server, over the same protocol. */
  static Optional<URI> following(String text, URI asked) {
    try {
      var address = new URI(text);
      return asked.getScheme().equalsIgnoreCase(address.getScheme())
              && asked.getHost().equalsIgnoreCase(address.getHost())
              && port(asked) == port(address)
              && address.getRawUserInfo() == null
          ? Optional.of(address)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static int port(URI address) {
    if (address.getPort() >= 0) {
      return address.getPort();
    }
    return address.getScheme().equalsIgnoreCase("https") ? 443 : 80;
  }
}
