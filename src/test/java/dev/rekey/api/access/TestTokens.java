package dev.rekey.api.access;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.jwt.JwtHmacParameters;
import com.google.crypto.tink.jwt.JwtMac;
import com.google.crypto.tink.jwt.JwtMacConfig;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Tokens of one hour, and keys to sign them. */
public final class TestTokens {
  private TestTokens() {}

  /** A key of its own at each call. */
  public static JwtMac newKey() {
    try {
      JwtMacConfig.register();
      return KeysetHandle.generateNew(
              JwtHmacParameters.builder()
                  .setKeySizeBytes(32)
                  .setAlgorithm(JwtHmacParameters.Algorithm.HS256)
                  .setKidStrategy(JwtHmacParameters.KidStrategy.IGNORED)
                  .build())
          .getPrimitive(RegistryConfiguration.get(), JwtMac.class);
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    }
  }

  public static Tokens tokens(JwtMac key, InstantSource clock) {
    return new Tokens(key, clock, RandomGenerator.getDefault(), Duration.ofHours(1));
  }
}
