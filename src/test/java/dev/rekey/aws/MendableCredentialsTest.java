package dev.rekey.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;

class MendableCredentialsTest {
  @TempDir private Path folder;

  @Test
  void profileThatComesLaterIsFound() throws IOException {
    Path file = folder.resolve("credentials");
    try (var credentials = new MendableCredentials(() -> profile(file))) {
      assertThatThrownBy(credentials::resolveCredentials).isInstanceOf(SdkClientException.class);

      Files.writeString(file, "[default]\naws_access_key_id = AKIA1\naws_secret_access_key = s1\n");

      assertThatThrownBy(credentials::resolveCredentials)
          .as("what was made before the file was there")
          .isInstanceOf(SdkClientException.class);
      assertThat(credentials.resolveCredentials())
          .isEqualTo(AwsBasicCredentials.create("AKIA1", "s1"));
    }
  }

  private static ProfileCredentialsProvider profile(Path file) {
    ProfileFile.Aggregator seen = ProfileFile.aggregator();
    if (Files.exists(file)) {
      seen.addFile(ProfileFile.builder().content(file).type(ProfileFile.Type.CREDENTIALS).build());
    }
    return ProfileCredentialsProvider.builder()
        .profileFile(seen.build())
        .profileName("default")
        .build();
  }
}
