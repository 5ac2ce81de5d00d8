package dev.rekey.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsFileTest {
  private static final String CONTENT =
      """
      other: kept
      tokens:
        default:
          name: laptop
          clientId: id-1
          clientSecret: hush-hush
          apiServer: api.example.com
          activeEnvironment: production
        %s:
          clientId: id-2
          clientSecret: quiet
          apiServer: localhost:8080
      """;

  @TempDir Path home;
  private Path project;
  private CredentialsFile file;

  @BeforeEach
  void write() throws IOException {
    project = home.resolve("shop");
    Path path = home.resolve(".chalk.yml");
    Files.writeString(path, CONTENT.formatted(project));
    file = new CredentialsFile(path);
  }

  @Test
  void defaultIsForAnyFolder() {
    assertThat(file.profile(home))
        .isEqualTo(profile("api.example.com", "id-1", "hush-hush", Optional.of("production")));
  }

  @Test
  void projectIsForItsFolderAndThoseBelow() {
    Profile expected = profile("localhost:8080", "id-2", "quiet", Optional.empty());

    assertThat(file.profile(project)).isEqualTo(expected);
    assertThat(file.profile(project.resolve("src"))).isEqualTo(expected);
  }

  @Test
  void fileIsInXdgConfigHomeOrAtHome() {
    assertThat(CredentialsFile.of(Map.of("XDG_CONFIG_HOME", "x", "HOME", "h")))
        .contains(new CredentialsFile(Path.of("x", ".chalk.yml")));
    assertThat(CredentialsFile.of(Map.of("HOME", "h")))
        .contains(new CredentialsFile(Path.of("h", ".chalk.yml")));
    assertThat(CredentialsFile.of(Map.of())).isEmpty();
  }

  @Test
  void fileThatIsNotThereSaysNothing() {
    assertThat(new CredentialsFile(home.resolve("none")).profile(home)).isEqualTo(Profile.EMPTY);
  }

  @Test
  void brokenFileIsNamedAndNotQuoted() throws IOException {
    Files.writeString(file.path(), "tokens: {default: {clientSecret: \"hush-hush");

    assertThatExceptionOfType(InvalidArgumentException.class)
        .isThrownBy(() -> file.profile(home))
        .withMessageContaining(file.path().toString())
        .withMessageNotContaining("hush-hush")
        .withNoCause();
  }

  @Test
  void fileOfAnotherShapeIsRefused() throws IOException {
    Files.writeString(file.path(), "tokens: hush-hush");

    assertThatExceptionOfType(InvalidArgumentException.class)
        .isThrownBy(() -> file.profile(home))
        .withMessageNotContaining("hush-hush");
  }

  @Test
  void writingKeepsTheRestAndIsForTheOwnerAlone() throws IOException {
    Profile fresh = profile("localhost:9", "id-3", "new", Optional.empty());

    file.write(fresh);

    assertThat(file.profile(home)).isEqualTo(fresh);
    assertThat(file.profile(project).clientId()).contains("id-2");
    assertThat(Files.readString(file.path())).contains("other: kept", "name: laptop");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
    try (var files = Files.list(home)) {
      assertThat(files).containsExactly(file.path());
    }
  }

  @Test
  void variablesComeFirst() {
    Profile variables = Profile.of(Map.of("CHALK_API_SERVER", "other.example.com"));

    assertThat(variables.or(file.profile(home)))
        .isEqualTo(profile("other.example.com", "id-1", "hush-hush", Optional.of("production")));
  }

  @Test
  void secretOfTheFileGoesWithItsOwnIdAlone() {
    Profile variables = Profile.of(Map.of("CHALK_CLIENT_ID", "id-9"));

    assertThat(variables.or(file.profile(home)))
        .isEqualTo(
            new Profile(
                Optional.of("api.example.com"),
                Optional.of("id-9"),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void clientIsMadeFromTheFile() throws IOException {
    try (var api = FakeApi.whole()) {
      file.write(profile(api.address(), FakeApi.ID, FakeApi.SECRET, Optional.of("production")));
      try (var client = RekeyClient.create(Map.of("HOME", home.toString()))) {
        assertThat(client.datasources().list()).isEmpty();
      }
    }
  }

  @Test
  void profileDoesNotTellTheSecret() {
    assertThat(file.profile(home).toString()).contains("id-1").doesNotContain("hush-hush");
  }

  private static Profile profile(
      String server, String id, String secret, Optional<String> environment) {
    return new Profile(Optional.of(server), Optional.of(id), Optional.of(secret), environment);
  }
}
