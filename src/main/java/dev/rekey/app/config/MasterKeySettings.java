package dev.rekey.app.config;

import java.util.regex.Pattern;

/** Checks where the master key is. */
final class MasterKeySettings {
  private static final Pattern GOOGLE_KEY =
      Pattern.compile("projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+");

  private MasterKeySettings() {}

  /**
   * @throws InvalidConfigException for the first thing that is missing
   */
  static void check(RekeyConfig.MasterKey key) {
    switch (key.kind()) {
      case FILE, ENVIRONMENT -> {}
      case AWS_KMS -> {
        if (key.awsKms().isEmpty()) {
          throw new InvalidConfigException(
              "rekey.master-key.aws-kms", "is missing: give region and key-id");
        }
      }
      case GOOGLE_KMS -> {
        String name = key.googleKms().map(RekeyConfig.GoogleKms::key).orElse("");
        if (!GOOGLE_KEY.matcher(name).matches()) {
          throw new InvalidConfigException(
              "rekey.master-key.google-kms.key",
              "is no projects/<p>/locations/<l>/keyRings/<r>/cryptoKeys/<k>");
        }
      }
    }
  }
}
