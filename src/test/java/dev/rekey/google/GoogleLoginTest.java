package dev.rekey.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.core.CredentialsProvider;
import com.google.auth.oauth2.UserCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoogleLoginTest {
  private static final String USER =
      """
      {"type": "authorized_user", "client_id": "%s", "client_secret": "s", "refresh_token": "r"}
      """;

  @TempDir private Path folder;

  @Test
  void fileIsReadAnewEachTime() throws IOException {
    Path file = folder.resolve("key.json");
    CredentialsProvider login = GoogleLogin.applicationDefault(Optional.of(file));
    Files.writeString(file, USER.formatted("first"));
    assertThat(((UserCredentials) login.getCredentials()).getClientId()).isEqualTo("first");

    Files.writeString(file, USER.formatted("second"));

    assertThat(((UserCredentials) login.getCredentials()).getClientId()).isEqualTo("second");
  }

  @Test
  void fileThatIsNotThereAndFileThatIsBrokenAreNoCredentials() throws IOException {
    Path file = folder.resolve("key.json");
    CredentialsProvider login = GoogleLogin.applicationDefault(Optional.of(file));
    assertThatThrownBy(login::getCredentials).isInstanceOf(IOException.class);

    Files.writeString(file, "{}");

    assertThatThrownBy(login::getCredentials).isInstanceOf(IOException.class);
  }
}
