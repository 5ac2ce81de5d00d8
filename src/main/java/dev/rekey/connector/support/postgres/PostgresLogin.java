package dev.rekey.connector.support.postgres;

import dev.rekey.connector.support.Endpoint;
import dev.rekey.secret.Secret;
import org.postgresql.jdbc.SslMode;

/**
 * A login to be tried.
 *
 * @param password empty if there is none
 * @param sslMode as libpq understands it
 * @param keys the config keys that outcomes are blamed on
 */
public record PostgresLogin(
    Endpoint at, String database, String user, Secret password, SslMode sslMode, Keys keys) {
  /**
   * Which config key names what.
   *
   * @param tls the key that decides about TLS
   */
  public record Keys(String database, String password, String tls) {}

  boolean hasPassword() {
    return password.size() > 0;
  }
}
