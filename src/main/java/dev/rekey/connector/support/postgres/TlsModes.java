package dev.rekey.connector.support.postgres;

import java.util.List;
import java.util.stream.Stream;
import org.postgresql.jdbc.SslMode;

/** The ways of TLS, as libpq writes them. */
public final class TlsModes {
  /** How they are written. */
  public static final List<String> TEXTS =
      Stream.of(SslMode.values()).map(mode -> mode.value).toList();

  private TlsModes() {}

  /** The way that is written like this. */
  public static SslMode of(String text) {
    return SslMode.values()[TEXTS.indexOf(text)];
  }
}
