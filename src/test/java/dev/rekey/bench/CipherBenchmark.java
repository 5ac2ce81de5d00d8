package dev.rekey.bench;

import dev.rekey.secret.Secret;
import dev.rekey.store.MasterKey;
import dev.rekey.store.ValueCipher;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A password on its way into the store, and out of it. */
@State(Scope.Thread)
public class CipherBenchmark {
  private static final String IDENTITY = "data_source_config/0197/PGPASSWORD";

  private final ValueCipher cipher = new ValueCipher(MasterKey.generate());
  private final Secret password = Secret.of("a-password-of-32-characters-----");
  private final byte[] sealed = cipher.seal(password, IDENTITY);

  @Benchmark
  public byte[] sealAValue() {
    return cipher.seal(password, IDENTITY);
  }

  @Benchmark
  public Secret openAValue() {
    return cipher.open(sealed, IDENTITY);
  }
}
