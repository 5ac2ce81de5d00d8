package dev.rekey.rotation.journal;

import dev.rekey.event.Attributes;
import dev.rekey.event.Delivery;
import dev.rekey.secret.Secret;
import dev.rekey.store.SealedColumn;
import dev.rekey.store.StoreException;
import dev.rekey.store.ValueCipher;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Seals what came in a message that nobody could decode: body and attributes as one, because either
 * may hold anything.
 *
 * <p>The first version of the schema kept the body alone, cut without a mark. What it sealed is
 * told apart by the identity.
 */
final class QuarantineCodec {
  static final SealedColumn SEALED =
      new SealedColumn(
          "quarantine",
          "sealed",
          List.of("id"),
          List.of(),
          row -> List.of(identity(row.getString("id")), formerIdentity(row.getString("id"))));

  private static final Secret CUT = Secret.of("cut");

  private final ValueCipher cipher;

  QuarantineCodec(ValueCipher cipher) {
    this.cipher = cipher;
  }

  byte[] seal(String id, Delivery.Undecodable content) {
    List<Optional<Secret>> parts = new ArrayList<>();
    parts.add(content.cut() ? Optional.of(CUT) : Optional.empty());
    parts.add(Optional.of(Secret.of(content.body())));
    content
        .attributes()
        .forEach(
            (name, value) -> {
              parts.add(Optional.of(Secret.of(name)));
              parts.add(Optional.of(Secret.of(value)));
            });
    return cipher.sealAll(parts, identity(id));
  }

  /**
   * @throws StoreException when it was sealed by another key, or for another row
   */
  Delivery.Undecodable open(String id, String type, String reason, byte[] sealed) {
    List<Optional<Secret>> parts;
    try {
      parts = cipher.openAll(sealed, identity(id));
    } catch (StoreException _) {
      byte[] body = cipher.open(sealed, formerIdentity(id)).reveal();
      return new Delivery.Undecodable(
          type, reason, Attributes.NONE, body, body.length >= Delivery.Undecodable.MAX_BODY);
    }
    Map<String, byte[]> attributes = new HashMap<>();
    for (int i = 2; i < parts.size(); i += 2) {
      attributes.put(
          new String(bytes(parts.get(i)), StandardCharsets.UTF_8), bytes(parts.get(i + 1)));
    }
    return new Delivery.Undecodable(
        type, reason, Attributes.of(attributes), bytes(parts.get(1)), parts.getFirst().isPresent());
  }

  private static byte[] bytes(Optional<Secret> part) {
    return part.orElseThrow().reveal();
  }

  private static String identity(String id) {
    return "quarantine/" + id + "/message";
  }

  private static String formerIdentity(String id) {
    return "quarantine/" + id;
  }
}
