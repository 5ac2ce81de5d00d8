package dev.rekey.secret.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rekey.secret.FetchResult;
import dev.rekey.secret.SecretRef;
import dev.rekey.testing.MountedSecret;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectorySecretStoreTest {
  private static final KeyedDigest DIGEST =
      KeyedDigest.hmacSha256("key of the tests".getBytes(UTF_8));
  private static final SecretRef DB = SecretRef.directory("db");
  private static final int MAX_BYTES = 100;

  @TempDir Path temp;
  private Path root;
  private DirectorySecretStore store;

  @BeforeEach
  void mount() throws IOException {
    root = Files.createDirectory(temp.resolve("secrets"));
    store = new DirectorySecretStore(root, DIGEST, MAX_BYTES);
  }

  @Test
  void aFileIsASecretByteForByte() throws IOException {
    byte[] content = {(byte) 0xff, 0, '\n', 'p', '\n'};
    Files.write(root.resolve("db"), content);

    FetchResult.Found found = found(store.fetch(DB));

    assertThat(found.value().reveal()).isEqualTo(content);
  }

  @Test
  void aFolderIsAJsonObjectOfItsFiles() throws IOException {
    Path folder = Files.createDirectory(root.resolve("db"));
    Files.writeString(folder.resolve("username"), "app");
    Files.writeString(folder.resolve("password"), "pä\"ss\n");
    Files.writeString(folder.resolve(".dockercfg"), "{}");
    Files.writeString(folder.resolve("..hidden"), "no");
    Files.writeString(Files.createDirectory(folder.resolve("nested")).resolve("x"), "no");

    JsonNode json = json(store.fetch(DB));

    assertThat(json)
        .isEqualTo(
            new JsonMapper()
                .createObjectNode()
                .put("username", "app")
                .put("password", "pä\"ss\n")
                .put(".dockercfg", "{}"));
  }

  @Test
  void aKubernetesMountIsReadThroughItsDataLink() {
    new MountedSecret(root.resolve("db")).write(Map.of("password", "p1"));

    JsonNode json = json(store.fetch(DB));

    assertThat(json).isEqualTo(new JsonMapper().createObjectNode().put("password", "p1"));
  }

  @Test
  void aKubernetesMountOfTheWholeDirectoryHasAFileForEachSecret() {
    new MountedSecret(root).write(Map.of("db", "p1"));

    FetchResult.Found found = found(store.fetch(DB));

    assertThat(found.value().reveal()).isEqualTo("p1".getBytes(UTF_8));
  }

  @Test
  void theVersionFollowsTheContentAndComesBackWithIt() throws IOException {
    List<String> versions = List.of(versionOf("A"), versionOf("B"), versionOf("A"));

    assertThat(versions.get(0)).isEqualTo(versions.get(2)).isNotEqualTo(versions.get(1));
  }

  @Test
  void equalSecretsOfDifferentNamesHaveDifferentVersions() throws IOException {
    Files.writeString(root.resolve("db"), "same");
    Files.writeString(root.resolve("other"), "same");

    FetchResult.Found db = found(store.fetch(DB));
    FetchResult.Found other = found(store.fetch(SecretRef.directory("other")));

    assertThat(db.version()).isNotEqualTo(other.version());
  }

  @Test
  void theVersionDependsOnTheKey() throws IOException {
    Files.writeString(root.resolve("db"), "same");
    KeyedDigest otherKey = KeyedDigest.hmacSha256("another key".getBytes(UTF_8));

    FetchResult.Found one = found(store.fetch(DB));
    FetchResult.Found two = found(new DirectorySecretStore(root, otherKey, MAX_BYTES).fetch(DB));

    assertThat(one.version()).isNotEqualTo(two.version());
  }

  @Test
  void whatIsNotThereIsMissing() {
    assertThat(store.fetch(DB)).isEqualTo(new FetchResult.Missing("dir://db is not there"));
  }

  @Test
  void anEmptyFileIsMissing() throws IOException {
    Files.createFile(root.resolve("db"));

    assertThat(store.fetch(DB)).isEqualTo(new FetchResult.Missing("dir://db is empty"));
  }

  @Test
  void aFolderWithoutContentIsMissing() throws IOException {
    Files.createFile(Files.createDirectory(root.resolve("db")).resolve("password"));

    assertThat(store.fetch(DB)).isEqualTo(new FetchResult.Missing("dir://db is empty"));
  }

  @Test
  void oneEmptyFieldAmongOthersIsAnEmptyText() throws IOException {
    Path folder = Files.createDirectory(root.resolve("db"));
    Files.writeString(folder.resolve("password"), "p");
    Files.createFile(folder.resolve("options"));

    JsonNode json = json(store.fetch(DB));

    assertThat(json.path("options").textValue()).isEmpty();
  }

  @Test
  void aDirectoryThatIsNotThereIsAnOutage() {
    DirectorySecretStore unmounted =
        new DirectorySecretStore(temp.resolve("nowhere"), DIGEST, MAX_BYTES);

    assertThat(unmounted.fetch(DB)).isInstanceOf(FetchResult.Unavailable.class);
  }

  @Test
  void aFieldThatIsNotUtf8IsRefusedByName() throws IOException {
    Path folder = Files.createDirectory(root.resolve("db"));
    Files.write(folder.resolve("keystore"), new byte[] {(byte) 0xfe, (byte) 0xed});

    assertThat(store.fetch(DB))
        .isEqualTo(
            new FetchResult.Denied(
                "dir://db has a field keystore that is not UTF-8 text (keep it in base64)"));
  }

  @Test
  void aFileOfTheLargestSizeIsTakenAndALargerOneIsRefused() throws IOException {
    Files.write(root.resolve("db"), new byte[MAX_BYTES]);
    Files.write(root.resolve("larger"), new byte[MAX_BYTES + 1]);

    assertThat(found(store.fetch(DB)).value().size()).isEqualTo(MAX_BYTES);
    assertThat(store.fetch(SecretRef.directory("larger")))
        .isEqualTo(new FetchResult.Denied("dir://larger has more than 100 bytes"));
  }

  @Test
  void fieldsThatAreTooLargeTogetherAreRefused() throws IOException {
    Path folder = Files.createDirectory(root.resolve("db"));
    Files.writeString(folder.resolve("a"), "x".repeat(60));
    Files.writeString(folder.resolve("b"), "x".repeat(60));

    assertThat(store.fetch(DB))
        .isEqualTo(new FetchResult.Denied("dir://db has more than 100 bytes"));
  }

  @Test
  void linksOutOfTheDirectoryAreRefused() throws IOException {
    Path outside = Files.writeString(temp.resolve("outside"), "not yours");
    Files.createSymbolicLink(root.resolve("db"), outside);
    Files.createSymbolicLink(root.resolve("tree"), temp);
    Files.createSymbolicLink(
        Files.createDirectory(root.resolve("fields")).resolve("password"), outside);
    Files.createSymbolicLink(
        Files.createDirectory(root.resolve("swapped")).resolve("..data"), temp);

    assertThat(List.of("db", "tree", "fields", "swapped"))
        .allSatisfy(
            name ->
                assertThat(store.fetch(SecretRef.directory(name)))
                    .isInstanceOf(FetchResult.Denied.class));
  }

  @Test
  void aDirectoryReachedThroughALinkIsInsideOfItself() throws IOException {
    Files.writeString(root.resolve("db"), "p");
    Path link = Files.createSymbolicLink(temp.resolve("link"), root);

    FetchResult result = new DirectorySecretStore(link, DIGEST, MAX_BYTES).fetch(DB);

    assertThat(result).isInstanceOf(FetchResult.Found.class);
  }

  @Test
  void aLinkToNothingIsAnOutage() throws IOException {
    Files.createSymbolicLink(root.resolve("db"), Path.of("gone"));

    assertThat(store.fetch(DB)).isInstanceOf(FetchResult.Unavailable.class);
  }

  @Test
  void aLinkToItselfIsAnOutage() throws IOException {
    Files.createSymbolicLink(root.resolve("db"), Path.of("db"));

    assertThat(store.fetch(DB)).isInstanceOf(FetchResult.Unavailable.class);
  }

  /** By a reader that fails, because tests may run as root, whom no file mode stops. */
  @Test
  void aFileThatMayNotBeReadIsDenied() throws IOException {
    Files.writeString(root.resolve("db"), "p");
    DirectorySecretStore barred =
        withReader(
            (file, _) -> {
              throw new AccessDeniedException(file.toString());
            });

    assertThat(barred.fetch(DB))
        .isEqualTo(new FetchResult.Denied("dir://db may not be read by this process"));
  }

  @Test
  void aFaultOfTheFileSystemIsAnOutageWithItsReason() throws IOException {
    Files.writeString(root.resolve("db"), "p");
    DirectorySecretStore broken =
        withReader(
            (file, _) -> {
              throw new FileSystemException(file.toString(), null, "Input/output error");
            });

    assertThat(broken.fetch(DB))
        .isEqualTo(new FetchResult.Unavailable("dir://db cannot be read: Input/output error"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aSwapAfterTheFirstOrTheLastFieldIsReadAgain(int swapAfter) {
    MountedSecret mounted = new MountedSecret(root.resolve("db"));
    mounted.write(Map.of("password", "p1", "username", "u1"));
    AtomicInteger reads = new AtomicInteger();
    DirectorySecretStore interrupted =
        withReader(
            (file, _) -> {
              byte[] content = Files.readAllBytes(file);
              if (reads.incrementAndGet() == swapAfter) {
                mounted.write(Map.of("password", "p2", "username", "u2"));
              }
              return content;
            });

    JsonNode json = json(interrupted.fetch(DB));

    assertThat(json)
        .isEqualTo(new JsonMapper().createObjectNode().put("password", "p2").put("username", "u2"));
  }

  @Test
  void aFolderThatNeverStandsStillIsAnOutage() {
    MountedSecret mounted = new MountedSecret(root.resolve("db"));
    mounted.write(Map.of("password", "p"));
    DirectorySecretStore interrupted =
        withReader(
            (file, _) -> {
              mounted.write(Map.of("password", "p"));
              return new byte[] {'p'};
            });

    assertThat(interrupted.fetch(DB)).isInstanceOf(FetchResult.Unavailable.class);
  }

  @Test
  void swapsInALoopAreNeverSeenHalfDone() {
    MountedSecret mounted = new MountedSecret(root.resolve("db"));
    mounted.write(Map.of("password", "0", "username", "0"));
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 1; i <= 500; i++) {
                mounted.write(Map.of("password", "" + i, "username", "" + i));
              }
            });

    int whole = 0;
    while (!writer.isDone()) {
      switch (store.fetch(DB)) {
        case FetchResult.Found found -> {
          JsonNode json = json(found);
          assertThat(json.properties()).hasSize(2);
          assertThat(json.path("password")).isEqualTo(json.path("username"));
          whole++;
        }
        // A machine under load may let the writer win ten times in a row.
        case FetchResult.Unavailable _ -> Thread.onSpinWait();
        case FetchResult.Missing missing -> fail(missing.reason());
        case FetchResult.Denied denied -> fail(denied.reason());
        case FetchResult.Throttled throttled -> fail(throttled.reason());
      }
    }

    writer.join();
    assertThat(whole).isPositive();
    assertThat(json(store.fetch(DB)).path("password").textValue()).isEqualTo("500");
  }

  @Test
  void aSecretOfAnotherStoreIsABug() {
    assertThatThrownBy(() -> store.fetch(SecretRef.parse("gcp-sm://project/db")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private DirectorySecretStore withReader(DirectorySecretStore.FileReader reader) {
    return new DirectorySecretStore(root, DIGEST, MAX_BYTES, reader);
  }

  private String versionOf(String content) throws IOException {
    Files.writeString(root.resolve("db"), content);
    return found(store.fetch(DB)).version().id();
  }

  private static FetchResult.Found found(FetchResult result) {
    assertThat(result).isInstanceOf(FetchResult.Found.class);
    return (FetchResult.Found) result;
  }

  private static JsonNode json(FetchResult result) {
    try {
      return new JsonMapper().readTree(found(result).value().reveal());
    } catch (IOException e) {
      throw new AssertionError("not JSON", e);
    }
  }
}
