package dev.rekey.secret.gcp;

import com.google.api.gax.core.NoCredentialsProvider;
import dev.rekey.google.GoogleEndpoint;
import dev.rekey.secret.SecretIdentities;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretStore;
import dev.rekey.secret.SecretStoreContract;
import dev.rekey.testing.FakeSecretManager;
import dev.rekey.testing.FreePort;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class GoogleSecretStoreContractTest extends SecretStoreContract {
  private final FakeSecretManager google = FakeSecretManager.start();
  private final GoogleSecretStore store = store(google.endpoint());
  private final GoogleSecretStore nobody = store(URI.create("http://127.0.0.1:" + FreePort.find()));

  @AfterEach
  void close() {
    store.close();
    nobody.close();
    google.close();
  }

  private static GoogleSecretStore store(URI endpoint) {
    return new GoogleSecretStore(
        Optional.of(GoogleEndpoint.of(endpoint)),
        NoCredentialsProvider.create(),
        new SecretIdentities(),
        Duration.ofSeconds(30));
  }

  @Override
  protected SecretStore store() {
    return store;
  }

  @Override
  protected SecretStore unreachable() {
    return nobody;
  }

  @Override
  protected SecretRef secret() {
    return SecretRef.parse("gcp-sm://orders/db");
  }

  @Override
  protected void put(byte[] value) {
    google.add("projects/orders/secrets/db", value);
  }
}
