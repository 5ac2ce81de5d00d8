package dev.rekey.secret.directory;

import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretStore;
import dev.rekey.secret.SecretStoreContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DirectorySecretStoreContractTest extends SecretStoreContract {
  @TempDir private Path root;

  @Override
  protected SecretStore store() {
    return in(root);
  }

  @Override
  protected SecretStore unreachable() {
    return in(root.resolve("not-mounted"));
  }

  private static SecretStore in(Path folder) {
    return new DirectorySecretStore(
        folder,
        KeyedDigest.hmacSha256(bytes("key of the tests")),
        DirectorySecretStore.DEFAULT_MAX_BYTES);
  }

  @Override
  protected SecretRef secret() {
    return SecretRef.directory("db");
  }

  @Override
  protected void put(byte[] value) {
    try {
      Files.write(root.resolve("db"), value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
