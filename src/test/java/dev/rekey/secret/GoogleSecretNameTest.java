package dev.rekey.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoogleSecretNameTest {
  @ParameterizedTest
  @CsvSource({
    "projects/123/secrets/db, gcp-sm://123/db,",
    "projects/my-project/secrets/db/versions/7, gcp-sm://my-project/db, 7",
    "projects/123/locations/europe-west3/secrets/db, gcp-sm://123/europe-west3/db,",
    "projects/123/locations/us-central1/secrets/d_B/versions/10, gcp-sm://123/us-central1/d_B, 10"
  })
  void nameIsReadAndWrittenAsGoogleDoes(String text, String secret, String version) {
    Optional<GoogleSecretName> name = GoogleSecretName.parse(text);

    assertThat(name)
        .contains(
            new GoogleSecretName(
                SecretRef.parse(secret), Optional.ofNullable(version).map(SecretVersion::new)));
    assertThat(name.orElseThrow()).hasToString(text);
  }

  @Test
  void nameOfAReferenceHasNoVersion() {
    assertThat(GoogleSecretName.of(SecretRef.parse("gcp-sm://p/europe-west3/db")))
        .hasToString("projects/p/locations/europe-west3/secrets/db");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "projects/123",
        "projects/123/secrets/",
        "projects//secrets/db",
        "projects/123/secrets/a b",
        "projects/123/secrets/db/versions/",
        "projects/123/secrets/db/versions/latest",
        "projects/123/secrets/db/versions/0",
        "projects/123/secrets/db/versions/07",
        "projects/123/secrets/db/versions/1234567890123456789",
        "projects/123/secrets/db/versions/7/more",
        "projects/123/locations/evil.example/secrets/db",
        "projects/123/locations//secrets/db",
        "//projects/123/secrets/db",
        "projects/123/secrets/db\n"
      })
  void otherTextsAreNoNames(String text) {
    assertThat(GoogleSecretName.parse(text)).isEmpty();
  }
}
