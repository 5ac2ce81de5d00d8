package dev.rekey.secret.aws;

import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretStore;
import dev.rekey.secret.SecretStoreContract;
import dev.rekey.testing.FreePort;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;

class AwsSecretStoreContractTest extends SecretStoreContract {
  private final SecretsScene scene = new SecretsScene();
  private final SecretsScene nobody =
      new SecretsScene(URI.create("http://127.0.0.1:" + FreePort.find()));

  @AfterEach
  void close() {
    scene.close();
    nobody.close();
  }

  @Override
  protected SecretStore store() {
    return scene.store();
  }

  @Override
  protected SecretStore unreachable() {
    return nobody.store();
  }

  @Override
  protected SecretRef secret() {
    return scene.byName();
  }

  @Override
  protected void put(byte[] value) {
    scene.put(value);
  }
}
