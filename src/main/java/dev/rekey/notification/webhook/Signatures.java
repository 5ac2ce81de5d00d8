package dev.rekey.notification.webhook;

import dev.rekey.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs messages as Standard Webhooks say (<a
 * href="https://www.standardwebhooks.com">standardwebhooks.com</a>): {@code webhook-signature}
 * holds, for each key, {@code v1,} and the base64 of HMAC-SHA256 over {@code <webhook-id>.
 * <webhook-timestamp>.<body>}. While a key is exchanged the file holds the new one and the old one,
 * and a receiver that has either is content.
 *
 * <p>A key is a line of the file: what follows {@code whsec_} is base64, anything else is taken as
 * it is.
 */
public final class Signatures {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "whsec_";

  private final KeyFile keys;

  public Signatures(KeyFile keys) {
    this.keys = keys;
  }

  /**
   * The headers that belong to a body.
   *
   * @param id the same each time it is sent
   * @throws IOException when the keys cannot be read
   */
  Map<String, String> headers(String id, Instant now, byte[] body) throws IOException {
    String timestamp = Long.toString(now.getEpochSecond());
    List<String> signatures = new ArrayList<>();
    for (Secret key : keys.read()) {
      signatures.add("v1," + sign(bytes(key), id + "." + timestamp + ".", body));
    }
    return Map.of(
        "webhook-id", id,
        "webhook-timestamp", timestamp,
        "webhook-signature", String.join(" ", signatures));
  }

  private static String sign(byte[] key, String head, byte[] body) {
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    signed.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    signed.writeBytes(body);
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return Base64.getEncoder().encodeToString(mac.doFinal(signed.toByteArray()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(Secret key) throws IOException {
    String text = new String(key.reveal(), StandardCharsets.UTF_8);
    if (!text.startsWith(PREFIX)) {
      return key.reveal();
    }
    try {
      return Base64.getDecoder().decode(text.substring(PREFIX.length()));
    } catch (IllegalArgumentException _) {
      // Its text may quote the key.
      throw new IOException("what follows whsec_ is not base64");
    }
  }
}
