package dev.rekey.connector.support;

import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;

/** What the JVM trusts. */
public final class JvmTrust {
  private JvmTrust() {}

  /** TLS by what is trusted now: that can be changed while we run, so that nobody keeps it. */
  public static SSLContext now() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
