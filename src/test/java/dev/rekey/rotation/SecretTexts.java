package dev.rekey.rotation;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Secrets as they stand in a table: what is long or cannot be seen by name. */
final class SecretTexts {
  private static final String PEM =
      "-----BEGIN PRIVATE KEY-----\nMIIEvQ\ncanary7f3a\n-----END PRIVATE KEY-----\n";
  private static final String ACCOUNT =
      "{\"type\":\"service_account\",\"project_id\":\"x\",\"private_key\":\"canary-7f3a\"}";

  private SecretTexts() {}

  static String of(String written) {
    return written
        .replace("<pem64>", base64(PEM))
        .replace("<pem in json>", PEM.replace("\n", "\\n"))
        .replace("<pem>", PEM)
        .replace("<certificate>", PEM.replace("PRIVATE KEY", "CERTIFICATE"))
        .replace("<encrypted pem>", PEM.replace("PRIVATE", "ENCRYPTED PRIVATE"))
        .replace("<account64>", base64(ACCOUNT))
        .replace("<account>", ACCOUNT)
        .replace("<rds>", "\"host\":\"db\",\"port\":5432,\"dbname\":\"x\"")
        .replace("<900 digits>", "9".repeat(900))
        .replace("<1100 levels>", "[".repeat(1_100))
        .replace("<bom>", "\uFEFF")
        .replace("<cr>", "\r")
        .replace("<lf>", "\n");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
