package dev.rekey.notification.webhook;

import dev.rekey.testing.WebhookReceiver.Call;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks signatures as a receiver does, by the text of Standard Webhooks alone. */
public final class WebhookSignature {
  private WebhookSignature() {}

  /** Whether one of the signatures of a call was made with this key. */
  public static boolean isValid(Call call, byte[] key) {
    Map<String, String> headers = call.headers();
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    signed.writeBytes(
        (headers.get("webhook-id") + "." + headers.get("webhook-timestamp") + ".")
            .getBytes(StandardCharsets.UTF_8));
    signed.writeBytes(call.body());
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      String wanted = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.toByteArray()));
      return List.of(headers.getOrDefault("webhook-signature", "").split(" ")).contains(wanted);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
