package dev.rekey.store;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Mac;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.jwt.JwtHmacParameters;
import com.google.crypto.tink.jwt.JwtMac;
import com.google.crypto.tink.jwt.JwtMacConfig;
import com.google.crypto.tink.mac.MacConfig;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;

/**
 * The worker's other keys. They are made on first use, kept in the database sealed with the master
 * key, and so the same for all workers. Thread-safe.
 */
public final class Keysets {
  private static final int KEY_BYTES = 32;

  private final Database database;
  private final Aead masterKey;
  private final JwtMac tokenMac;
  private final Mac digestMac;

  /**
   * Opens the keysets, or makes them.
   *
   * @throws StoreException when the master key is not the one that they were sealed with
   */
  public Keysets(Database database, MasterKey masterKey) {
    this.database = database;
    this.masterKey = masterKey.aead();
    try {
      MacConfig.register();
      JwtMacConfig.register();
      JwtHmacParameters hs256 =
          JwtHmacParameters.builder()
              .setKeySizeBytes(KEY_BYTES)
              .setAlgorithm(JwtHmacParameters.Algorithm.HS256)
              .setKidStrategy(JwtHmacParameters.KidStrategy.BASE64_ENCODED_KEY_ID)
              .build();
      tokenMac = keyset("token", hs256).getPrimitive(RegistryConfiguration.get(), JwtMac.class);
      digestMac =
          keyset("digest", PredefinedMacParameters.HMAC_SHA256_256BITTAG)
              .getPrimitive(RegistryConfiguration.get(), Mac.class);
    } catch (GeneralSecurityException e) {
      throw new StoreException("the keys of this kind are not supported", e);
    }
  }

  /** Signs and checks access tokens: HS256, with the key's id as {@code kid}. */
  public JwtMac tokenMac() {
    return tokenMac;
  }

  /** Digests what must be compared but not kept: HMAC-SHA-256. */
  public Mac digestMac() {
    return digestMac;
  }

  /** Seals every keyset with the first of the master keys. */
  static void sealAgain(Database database, MasterKey masterKey) {
    boolean _ =
        database.write(
            connection -> {
              record Row(String name, String sealed) {}
              for (Row each :
                  Sql.list(
                      connection,
                      "SELECT name, sealed FROM keyset",
                      row -> new Row(row.getString("name"), row.getString("sealed")))) {
                int _ =
                    Sql.update(
                        connection,
                        "UPDATE keyset SET sealed = ? WHERE name = ?",
                        sealAgain(each.name(), each.sealed(), masterKey.aead()),
                        each.name());
              }
              return true;
            });
  }

  private static String sealAgain(String name, String sealed, Aead masterKey) {
    try {
      return TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
          TinkJsonProtoKeysetFormat.parseEncryptedKeyset(sealed, masterKey, identity(name)),
          masterKey,
          identity(name));
    } catch (GeneralSecurityException e) {
      throw new StoreException("keyset/" + name + " cannot be sealed again", e);
    }
  }

  private KeysetHandle keyset(String name, Parameters parameters) throws GeneralSecurityException {
    Optional<String> sealed = find(name);
    return open(name, sealed.isPresent() ? sealed.get() : create(name, parameters));
  }

  private Optional<String> find(String name) {
    return database.read(
        connection ->
            Sql.find(
                connection,
                "SELECT sealed FROM keyset WHERE name = ?",
                row -> row.getString("sealed"),
                name));
  }

  /** Another worker may be quicker; then it is that one's keyset for both. */
  private String create(String name, Parameters parameters) throws GeneralSecurityException {
    String sealed =
        TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
            KeysetHandle.generateNew(parameters), masterKey, identity(name));
    database.write(
        connection ->
            Sql.update(
                connection,
                "INSERT INTO keyset (name, sealed) VALUES (?, ?) ON CONFLICT DO NOTHING",
                name,
                sealed));
    return find(name).orElseThrow();
  }

  private KeysetHandle open(String name, String sealed) {
    try {
      return TinkJsonProtoKeysetFormat.parseEncryptedKeyset(sealed, masterKey, identity(name));
    } catch (GeneralSecurityException e) {
      throw new StoreException(
          "keyset/" + name + " does not open: it was sealed by another master key", e);
    }
  }

  private static byte[] identity(String name) {
    return ("keyset/" + name).getBytes(StandardCharsets.UTF_8);
  }
}
