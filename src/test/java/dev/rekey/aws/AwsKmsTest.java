package dev.rekey.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekey.testing.MotoServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.kms.KmsClient;

class AwsKmsTest {
  private static final byte[] PLAIN = "canary-key".getBytes(StandardCharsets.UTF_8);

  private static AwsAccess access(URI endpoint) {
    return new AwsAccess(
        Optional.of(endpoint),
        Optional.empty(),
        AwsDeadlines.PROMPT,
        StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")));
  }

  private static AwsKms kms(String keyId) {
    return new AwsKms(() -> access(MotoServer.shared().endpoint()), "eu-west-1", keyId);
  }

  private static String key() {
    try (AwsAccess aws = access(MotoServer.shared().endpoint());
        KmsClient kms = aws.client(KmsClient.builder(), "eu-west-1")) {
      return kms.createKey(ask -> ask.description("rekey")).keyMetadata().keyId();
    }
  }

  @Test
  void whatIsEncryptedIsDecryptedAgain() throws IOException {
    String key = key();

    byte[] sealed = kms(key).encrypt(PLAIN);

    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("canary");
    assertThat(kms(key).decrypt(sealed)).isEqualTo(PLAIN);
  }

  @Test
  void keyThatIsNotThereIsNamedWithTheFix() {
    assertThatThrownBy(() -> kms("no-such-key").encrypt(PLAIN))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no-such-key")
        .hasMessageContaining("kms:Encrypt")
        .hasMessageNotContaining("canary");
  }

  @Test
  void kmsThatIsAwayIsNamed() {
    AwsKms away =
        new AwsKms(() -> access(URI.create("http://127.0.0.1:1")), "eu-west-1", "alias/rekey");

    assertThatThrownBy(() -> away.decrypt(PLAIN))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be asked for the key alias/rekey")
        .hasMessageNotContaining("canary");
  }
}
