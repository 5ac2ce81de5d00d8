package dev.rekey.app;

import dev.rekey.app.config.InvalidConfigException;
import dev.rekey.app.config.RekeyConfig;
import io.quarkus.arc.Unremovable;
import io.quarkus.credentials.CredentialsProvider;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

/**
 * Who logs in to the PostgreSQL store. The password is read from its file at each new connection.
 */
@Singleton
@Unremovable
@Named("rekey-store")
public final class StoreCredentials implements CredentialsProvider {
  private final RekeyConfig config;

  StoreCredentials(RekeyConfig config) {
    this.config = config;
  }

  @Override
  public Map<String, String> getCredentials(String name) {
    RekeyConfig.Postgresql store = config.store().postgresql().orElseThrow();
    try {
      return Map.of(
          USER_PROPERTY_NAME,
          store.user(),
          PASSWORD_PROPERTY_NAME,
          Files.readString(store.passwordFile()).strip());
    } catch (IOException e) {
      throw new InvalidConfigException(
          "rekey.store.postgresql.password-file", "cannot be read: " + store.passwordFile(), e);
    }
  }
}
