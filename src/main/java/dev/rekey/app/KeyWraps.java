package dev.rekey.app;

import dev.rekey.app.config.InvalidConfigException;
import dev.rekey.app.config.RekeyConfig;
import dev.rekey.aws.AwsDeadlines;
import dev.rekey.aws.AwsKms;
import dev.rekey.google.GoogleKms;
import dev.rekey.store.KeyWrap;
import dev.rekey.store.MasterKey;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.Optional;

/** What the master key is wrapped in, by the configuration. Makes no call. */
final class KeyWraps {
  private static final String VARIABLE = "REKEY_MASTER_KEY";

  private KeyWraps() {}

  static KeyWrap of(RekeyConfig.MasterKey config) {
    return switch (config.kind()) {
      case FILE, ENVIRONMENT -> KeyWrap.NONE;
      case AWS_KMS -> aws(config.awsKms().orElseThrow());
      case GOOGLE_KMS -> google(config.googleKms().orElseThrow());
    };
  }

  /** A Tink keyset as JSON, as the file has it. */
  static MasterKey fromEnvironment() {
    String json = System.getenv(VARIABLE);
    if (json == null || json.isBlank()) {
      throw new InvalidConfigException(
          "rekey.master-key.kind", "is environment, and " + VARIABLE + " is not set");
    }
    return MasterKey.parse(json, VARIABLE);
  }

  private static KeyWrap aws(RekeyConfig.AwsKms config) {
    AwsKms kms =
        new AwsKms(
            () -> CloudAccess.aws(config.endpoint(), Optional.empty(), AwsDeadlines.PROMPT),
            config.region(),
            config.keyId());
    return new Wrap("master.keyset.aws-kms", kms::encrypt, kms::decrypt);
  }

  private static KeyWrap google(RekeyConfig.GoogleKms config) {
    GoogleKms kms =
        new GoogleKms(
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build(),
            CloudAccess.googleCredentials(),
            config.endpoint(),
            config.key());
    return new Wrap("master.keyset.google-kms", kms::encrypt, kms::decrypt);
  }

  /** A call of a KMS. */
  @FunctionalInterface
  private interface Call {
    byte[] apply(byte[] bytes) throws IOException;
  }

  private record Wrap(String fileName, Call encrypt, Call decrypt) implements KeyWrap {
    @Override
    public byte[] wrap(byte[] plain) throws IOException {
      return encrypt.apply(plain);
    }

    @Override
    public byte[] unwrap(byte[] wrapped) throws IOException {
      return decrypt.apply(wrapped);
    }
  }
}
