package dev.rekey.client;

import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the server proves who it is, and the client too if it is asked to.
 *
 * @param roots PEM of the authorities to trust in place of those that the JDK trusts
 * @param identity what the client shows
 */
record Tls(Optional<Path> roots, Optional<Identity> identity) {
  static final Tls DEFAULT = new Tls(Optional.empty(), Optional.empty());

  /**
   * @param certificate PEM of the client's certificate and what is between it and its authority
   * @param key PEM of its private key, unencrypted PKCS #8
   */
  record Identity(Path certificate, Path key) {}

  /** Whether somebody asked for TLS by saying how. */
  boolean isAskedFor() {
    return roots.isPresent() || identity.isPresent();
  }

  /**
   * @throws InvalidArgumentException when a file cannot be read or holds something else
   */
  ChannelCredentials credentials() {
    TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder();
    if (roots.isPresent()) {
      try {
        builder.trustManager(roots.get().toFile());
      } catch (IOException _) {
        throw unreadable("root certificates", roots.get());
      }
    }
    if (identity.isPresent()) {
      try {
        builder.keyManager(identity.get().certificate().toFile(), identity.get().key().toFile());
      } catch (IOException _) {
        throw unreadable("client certificate", identity.get().certificate());
      }
    }
    return builder.build();
  }

  static InvalidArgumentException unreadable(String field, Path path) {
    return new InvalidArgumentException(field + ": " + path + " cannot be read, or is no PEM");
  }
}
