package dev.rekey.client;

import java.util.Set;

/**
 * Where the API is served, and whether the way there is plaintext.
 *
 * <p>As for the API's other clients, plaintext is for this machine alone: {@code localhost} and
 * {@code 127.0.0.1}, unless they are asked for with {@code https://}. Everywhere else it is TLS,
 * whatever the scheme says.
 *
 * @param authority host, and port if one was given
 */
record ApiServer(String authority, boolean plaintext) {
  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1");
  private static final String HTTP = "http://";
  private static final String HTTPS = "https://";

  /**
   * @throws InvalidArgumentException when no host is named, or something follows the port
   */
  static ApiServer parse(String text) {
    boolean https = text.startsWith(HTTPS);
    String authority = text;
    if (https) {
      authority = text.substring(HTTPS.length());
    } else if (text.startsWith(HTTP)) {
      authority = text.substring(HTTP.length());
    }
    if (authority.endsWith("/")) {
      authority = authority.substring(0, authority.length() - 1);
    }
    if (authority.isEmpty() || authority.contains("/") || authority.contains("@")) {
      throw new InvalidArgumentException("api server: must be a host, or host:port");
    }
    return new ApiServer(authority, !https && LOCAL.contains(host(authority)));
  }

  /** The same by TLS. */
  ApiServer byTls() {
    return new ApiServer(authority, false);
  }

  /** What gRPC calls it. */
  String target() {
    return "dns:///" + authority;
  }

  private static String host(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon < 0 ? authority : authority.substring(0, colon);
  }
}
