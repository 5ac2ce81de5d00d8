package dev.rekey.store;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;

/**
 * The keys that values are sealed with. They are kept in the database, sealed with the master key,
 * and so the same for all workers; the first of them seals, all of them open. What was sealed with
 * the master key itself, as versions before this one did, opens too. Thread-safe.
 */
public final class ValueKeys {
  private static final String NAME = "values";
  private static final byte[] IDENTITY = ("keyset/" + NAME).getBytes(StandardCharsets.UTF_8);

  private final Database database;
  private final MasterKey masterKey;
  private volatile Ring ring;

  /** The keys as they were read. */
  private record Ring(String sealed, KeysetHandle keyset, Aead aead) {}

  /**
   * Opens the keys, or makes the first.
   *
   * @throws StoreException when the master key is not the one that they were sealed with
   */
  public ValueKeys(Database database, MasterKey masterKey) {
    this.database = database;
    this.masterKey = masterKey;
    if (read().isEmpty()) {
      insert(generate());
    }
    this.ring = open(read().orElseThrow());
  }

  byte[] seal(byte[] plain, byte[] identity) throws GeneralSecurityException {
    return ring.aead().encrypt(plain, identity);
  }

  /** Another worker may have begun to seal with a key that this one has not seen. */
  byte[] open(byte[] sealed, byte[] identity) throws GeneralSecurityException {
    try {
      return ring.aead().decrypt(sealed, identity);
    } catch (GeneralSecurityException unknown) {
      if (isSealedByMaster(sealed)) {
        return masterKey.aead().decrypt(sealed, identity);
      }
      refresh();
      return ring.aead().decrypt(sealed, identity);
    }
  }

  /** Tink puts the id of the key before what it sealed. */
  boolean isUnderTheFirst(byte[] sealed) {
    return keyId(sealed) == ring.keyset().getPrimary().getId();
  }

  private boolean isSealedByMaster(byte[] sealed) {
    return masterKey.has(keyId(sealed));
  }

  private static int keyId(byte[] sealed) {
    return sealed.length < Integer.BYTES + 1
        ? 0
        : ByteBuffer.wrap(sealed, 1, Integer.BYTES).getInt();
  }

  /** Reads the keys again. */
  public void refresh() {
    Optional<String> sealed = read();
    if (sealed.isPresent() && !sealed.get().equals(ring.sealed())) {
      ring = open(sealed.get());
    }
  }

  /** Whether there are keys that do not seal any more. */
  boolean hasOlder() {
    refresh();
    return ring.keyset().size() > 1;
  }

  /** Puts a new key before the others, in the hands of this worker and of all that refresh. */
  void add() {
    refresh();
    Ring before = ring;
    try {
      KeysetHandle.Builder keys = KeysetHandle.newBuilder(before.keyset());
      keys.addEntry(
          KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
              .withRandomId()
              .makePrimary());
      replace(before, keys.build());
    } catch (GeneralSecurityException e) {
      throw new StoreException("a key cannot be made", e);
    }
  }

  /** Forgets all keys but the first. Nothing may be sealed with them any more. */
  void dropOlder() {
    refresh();
    Ring before = ring;
    try {
      KeysetHandle.Builder keys = KeysetHandle.newBuilder();
      KeysetHandle.Entry first = before.keyset().getPrimary();
      keys.addEntry(
          KeysetHandle.importKey(first.getKey()).withFixedId(first.getId()).makePrimary());
      replace(before, keys.build());
    } catch (GeneralSecurityException e) {
      throw new StoreException("the older keys cannot be dropped", e);
    }
  }

  /** Another worker may be quicker; then its keys are those of both. */
  private void replace(Ring before, KeysetHandle keys) throws GeneralSecurityException {
    String sealed =
        TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(keys, masterKey.aead(), IDENTITY);
    int _ =
        database.write(
            connection ->
                Sql.update(
                    connection,
                    "UPDATE keyset SET sealed = ? WHERE name = ? AND sealed = ?",
                    sealed,
                    NAME,
                    before.sealed()));
    refresh();
  }

  private void insert(KeysetHandle keys) {
    try {
      String sealed =
          TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(keys, masterKey.aead(), IDENTITY);
      int _ =
          database.write(
              connection ->
                  Sql.update(
                      connection,
                      "INSERT INTO keyset (name, sealed) VALUES (?, ?) ON CONFLICT DO NOTHING",
                      NAME,
                      sealed));
    } catch (GeneralSecurityException e) {
      throw new StoreException("the keys of values cannot be sealed", e);
    }
  }

  private static KeysetHandle generate() {
    try {
      return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
    } catch (GeneralSecurityException e) {
      throw new StoreException("a key cannot be made", e);
    }
  }

  private Optional<String> read() {
    return database.read(
        connection ->
            Sql.find(
                connection,
                "SELECT sealed FROM keyset WHERE name = ?",
                row -> row.getString("sealed"),
                NAME));
  }

  private Ring open(String sealed) {
    try {
      KeysetHandle keys =
          TinkJsonProtoKeysetFormat.parseEncryptedKeyset(sealed, masterKey.aead(), IDENTITY);
      return new Ring(sealed, keys, keys.getPrimitive(RegistryConfiguration.get(), Aead.class));
    } catch (GeneralSecurityException e) {
      throw new StoreException(
          "keyset/" + NAME + " does not open: it was sealed by another master key", e);
    }
  }
}
