package dev.rekey.store;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;
import java.util.stream.IntStream;

/**
 * The keyset that the keys to all values at rest are sealed with. Never printed; its text leaves
 * this class for its file alone.
 */
public final class MasterKey {
  static {
    try {
      AeadConfig.register();
    } catch (GeneralSecurityException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile Keys keys;

  private record Keys(KeysetHandle keyset, Aead aead) {
    static Keys of(KeysetHandle keyset) throws GeneralSecurityException {
      return new Keys(keyset, keyset.getPrimitive(RegistryConfiguration.get(), Aead.class));
    }
  }

  private MasterKey(KeysetHandle keyset) throws GeneralSecurityException {
    this.keys = Keys.of(keyset);
  }

  /** A new key. */
  public static MasterKey generate() {
    try {
      return new MasterKey(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM));
    } catch (GeneralSecurityException e) {
      throw new StoreException("a master key cannot be made", e);
    }
  }

  /**
   * Reads a key.
   *
   * @param json a Tink keyset of AEAD keys
   * @param origin where it comes from, for the message
   * @throws StoreException when the text is none
   */
  @SuppressWarnings("UnusedException") // its text could quote the key
  public static MasterKey parse(String json, String origin) {
    try {
      return new MasterKey(
          TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get()));
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new StoreException(origin + " does not hold a Tink keyset of AEAD keys");
    }
  }

  String toJson() {
    try {
      return TinkJsonProtoKeysetFormat.serializeKeyset(
          keys.keyset(), InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException e) {
      throw new StoreException("the master key cannot be written", e);
    }
  }

  /** Seals with the key that is the first now, and opens with all. */
  Aead aead() {
    return new Aead() {
      @Override
      public byte[] encrypt(byte[] plain, byte[] identity) throws GeneralSecurityException {
        return keys.aead().encrypt(plain, identity);
      }

      @Override
      public byte[] decrypt(byte[] sealed, byte[] identity) throws GeneralSecurityException {
        return keys.aead().decrypt(sealed, identity);
      }
    };
  }

  boolean has(int keyId) {
    KeysetHandle keyset = keys.keyset();
    return IntStream.range(0, keyset.size()).anyMatch(i -> keyset.getAt(i).getId() == keyId);
  }

  int size() {
    return keys.keyset().size();
  }

  /** The same with a new key before the others. */
  MasterKey withAnother() {
    try {
      return new MasterKey(
          KeysetHandle.newBuilder(keys.keyset())
              .addEntry(
                  KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                      .withRandomId()
                      .makePrimary())
              .build());
    } catch (GeneralSecurityException e) {
      throw new StoreException("a master key cannot be made", e);
    }
  }

  /** The first key alone. */
  MasterKey firstAlone() {
    KeysetHandle.Entry first = keys.keyset().getPrimary();
    try {
      return new MasterKey(
          KeysetHandle.newBuilder()
              .addEntry(
                  KeysetHandle.importKey(first.getKey()).withFixedId(first.getId()).makePrimary())
              .build());
    } catch (GeneralSecurityException e) {
      throw new StoreException("a master key cannot be made", e);
    }
  }

  /** From now on whoever has this key has that one. */
  void become(MasterKey other) {
    keys = other.keys;
  }
}
