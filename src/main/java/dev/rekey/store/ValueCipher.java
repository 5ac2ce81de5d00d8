package dev.rekey.store;

import dev.rekey.secret.Secret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Seals what must not lie in the database as it is: AES-256-GCM, bound to the identity of the row.
 * What was sealed for one row does not open in another. Thread-safe.
 */
public final class ValueCipher {
  private static final int ABSENT = -1;

  private final Operation sealing;
  private final Operation opening;

  /** Seals or opens bytes for an identity. */
  private interface Operation {
    byte[] apply(byte[] bytes, byte[] identity) throws GeneralSecurityException;
  }

  public ValueCipher(ValueKeys keys) {
    this.sealing = keys::seal;
    this.opening = keys::open;
  }

  /** With one key that is never exchanged. */
  public ValueCipher(MasterKey key) {
    this.sealing = key.aead()::encrypt;
    this.opening = key.aead()::decrypt;
  }

  /**
   * @param identity of the row and column, such as {@code data_source_config/<id>/<key>}
   */
  public byte[] seal(Secret value, String identity) {
    return seal(value.reveal(), identity);
  }

  /**
   * @throws StoreException when it was sealed by another key or for another identity; names the
   *     identity
   */
  public Secret open(byte[] sealed, String identity) {
    return Secret.of(openBytes(sealed, identity));
  }

  /** Seals several values as one: none of them can be taken out, added or exchanged. */
  public byte[] sealAll(List<Optional<Secret>> values, String identity) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(values.size());
      for (Optional<Secret> value : values) {
        out.writeInt(value.map(Secret::size).orElse(ABSENT));
        if (value.isPresent()) {
          out.write(value.get().reveal());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return seal(bytes.toByteArray(), identity);
  }

  /**
   * @throws StoreException as {@link #open(byte[], String)} does
   */
  public List<Optional<Secret>> openAll(byte[] sealed, String identity) {
    byte[] bytes = openBytes(sealed, identity);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int count = in.readInt();
      List<Optional<Secret>> values = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        int size = in.readInt();
        values.add(size == ABSENT ? Optional.empty() : Optional.of(Secret.of(in.readNBytes(size))));
      }
      return values;
    } catch (IOException e) {
      throw new StoreException(identity + " is sealed in a way that is not known here", e);
    }
  }

  private byte[] seal(byte[] plain, String identity) {
    try {
      return sealing.apply(plain, identity.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new StoreException(identity + " cannot be sealed", e);
    }
  }

  private byte[] openBytes(byte[] sealed, String identity) {
    try {
      return opening.apply(sealed, identity.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new StoreException(
          identity + " does not open: it was sealed by another master key, or for another row", e);
    }
  }
}
