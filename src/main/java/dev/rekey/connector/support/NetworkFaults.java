package dev.rekey.connector.support;

import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.TimedOut;
import dev.rekey.connector.TestResult.Unreachable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What a failure between us and a data source means: by exception type, never by its text. */
public final class NetworkFaults {
  private NetworkFaults() {}

  /**
   * The outcome of a failure on the way; empty when none of its causes is one, so that the driver's
   * own table has to say.
   */
  public static Optional<TestResult> outcome(Throwable error, Endpoint at) {
    if (has(error, RefusedAddressException.class)) {
      return Optional.of(refused(cause(error, RefusedAddressException.class), at));
    }
    if (has(error, UnknownHostException.class)) {
      return Optional.of(new Unreachable("the host of " + at + " has no address"));
    }
    if (has(error, SSLException.class) || has(error, CertificateException.class)) {
      return Optional.of(ofTls(error, at));
    }
    if (has(error, SocketTimeoutException.class)
        || has(error, InterruptedIOException.class)
        || has(error, ClosedByInterruptException.class)) {
      return Optional.of(new TimedOut("no answer from " + at));
    }
    return has(error, IOException.class)
        ? Optional.of(new Unreachable("no connection to " + at))
        : Optional.empty();
  }

  /** The outcome for an address that data sources may not be at. */
  public static Misconfigured refused(RefusedAddressException refused, Endpoint at) {
    return new Misconfigured(
        at.hostKey(),
        "%s: %s is %s, where this worker lets no data source be"
            .formatted(at.hostKey(), at, refused.getMessage()));
  }

  private static TestResult ofTls(Throwable error, Endpoint at) {
    if (has(error, CertificateExpiredException.class)
        || has(error, CertificateNotYetValidException.class)) {
      return tls(at, "the certificate of " + at + " is not valid now");
    }
    if (has(error, CertPathBuilderException.class)) {
      return tls(at, "the certificate of " + at + " is not trusted");
    }
    if (has(error, SSLPeerUnverifiedException.class)) {
      return tls(at, "the certificate of " + at + " is not for this host");
    }
    if (has(error, CertificateException.class)) {
      return tls(at, "the certificate of " + at + " is not trusted, or not for this host");
    }
    if (has(error, SocketTimeoutException.class)) {
      return new TimedOut("no answer from " + at);
    }
    if (has(error, EOFException.class) || has(error, SocketException.class)) {
      return new Unreachable("the TLS connection to " + at + " was cut");
    }
    return tls(at, at + " and this worker agree on no TLS");
  }

  /** A person mends it by the key, where there is one; else at the other side. */
  private static TestResult tls(Endpoint at, String problem) {
    return at.tlsKey()
        .<TestResult>map(key -> new Misconfigured(key, problem))
        .orElseGet(() -> new Unreachable(problem));
  }

  /** Whether an error or one of its causes is of a type. */
  public static boolean has(Throwable error, Class<? extends Throwable> type) {
    return find(error, type).isPresent();
  }

  private static <T extends Throwable> T cause(Throwable error, Class<T> type) {
    return find(error, type).orElseThrow();
  }

  /** The first of an error and its causes that is of a type. */
  public static <T extends Throwable> Optional<T> find(Throwable error, Class<T> type) {
    Throwable cause = error;
    // Some drivers make circles of causes.
    for (int depth = 0; cause != null && depth < 50; depth++) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }
}
