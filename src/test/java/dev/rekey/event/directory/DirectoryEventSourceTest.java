package dev.rekey.event.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekey.event.Delivery;
import dev.rekey.event.RotationEvent;
import dev.rekey.secret.FetchResult;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import dev.rekey.secret.directory.DirectorySecretStore;
import dev.rekey.secret.directory.KeyedDigest;
import dev.rekey.testing.MountedSecret;
import dev.rekey.testing.RecordingIntake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryEventSourceTest {
  private static final SecretRef DB = SecretRef.directory("db");
  private static final SecretRef CACHE = SecretRef.directory("cache");
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofMillis(200);

  @TempDir Path temp;
  private final RecordingIntake intake = new RecordingIntake();
  private final AtomicReference<Set<SecretRef>> bound =
      new AtomicReference<>(Set.of(DB, CACHE, SecretRef.parse("gcp-sm://project/name")));
  private final List<DirectoryEventSource> sources = new ArrayList<>();
  private Path root;
  private DirectorySecretStore store;

  @BeforeEach
  void mount() {
    root = temp.resolve("secrets");
    store =
        new DirectorySecretStore(
            root,
            KeyedDigest.hmacSha256("key of the tests".getBytes(UTF_8)),
            DirectorySecretStore.DEFAULT_MAX_BYTES);
  }

  @AfterEach
  void stop() {
    intake.release();
    sources.forEach(DirectoryEventSource::close);
  }

  @Test
  void whatIsBoundLaterIsToldOfWithoutARescanAndWhatIsNotBoundAnyMoreIsNot() throws IOException {
    bound.set(Set.of());
    DirectoryEventSource source = source(NEVER);
    source.start();
    await().until(() -> source.lastPolled().isPresent());
    write("db", "A");

    bound.set(Set.of(DB));
    source.boundOthers();
    awaitEvents(1);
    bound.set(Set.of(CACHE));
    write("db", "B");
    write("cache", "A");

    awaitEvents(2);
    assertThat(intake.events()).extracting(RotationEvent::secret).containsExactly(DB, CACHE);
  }

  @Test
  void aDirectoryThatNobodyNeedsMayBeMissing() {
    bound.set(Set.of());
    DirectoryEventSource source = source(NEVER);
    source.start();

    await().until(() -> source.lastPolled().isPresent());
  }

  @Test
  void theStartTellsOfEveryBoundSecretInOneBatch() throws IOException {
    write("db", "A");
    write("cache", "A");
    write("unbound", "A");
    start(NEVER);

    awaitEvents(2);

    assertThat(intake.batches()).hasSize(1);
    assertThat(intake.events())
        .extracting(RotationEvent::secret)
        .containsExactlyInAnyOrder(DB, CACHE);
    assertThat(intake.events())
        .extracting(RotationEvent::type)
        .containsOnly("dev.rekey.secret.directory.changed");
    assertThat(intake.deliveries()).extracting(Delivery::source).containsOnly("directory");
  }

  @Test
  void theVersionIsTheOneOfTheStore() throws IOException {
    write("db", "A");
    start(NEVER);

    awaitEvents(1);

    assertThat(intake.events().getFirst().version()).contains(version());
  }

  @Test
  void aVersionThatComesBackIsNewsOfItsOwn() throws IOException {
    write("db", "A");
    start(NEVER);
    awaitEvents(1);
    SecretVersion a = version();
    write("db", "B");
    awaitEvents(2);
    SecretVersion b = version();
    write("db", "A");

    awaitEvents(3);

    assertThat(intake.events())
        .extracting(event -> event.version().orElseThrow())
        .containsExactly(a, b, a);
    assertThat(intake.events()).extracting(RotationEvent::id).doesNotHaveDuplicates();
  }

  @Test
  void aChangeOfAFieldInAPlainFolderIsSeen() throws IOException {
    Files.createDirectories(root.resolve("db"));
    write("db/password", "A");
    start(NEVER);
    awaitEvents(1);
    write("db/password", "B");

    awaitEvents(2);

    assertThat(intake.events().getLast().version()).contains(version());
  }

  @Test
  void aKubernetesSwapIsExactlyOneEvent() throws IOException {
    MountedSecret mounted = new MountedSecret(root.resolve("db"));
    mounted.write(Map.of("password", "p1", "username", "u1"));
    start(NEVER);
    awaitEvents(1);
    mounted.write(Map.of("password", "p2", "username", "u2"));
    awaitEvents(2);
    write("cache", "the change after it");

    awaitEvents(3);

    assertThat(intake.events()).extracting(RotationEvent::secret).containsExactly(DB, DB, CACHE);
    assertThat(intake.events().get(1).version()).contains(version());
  }

  @Test
  void aSwapOfTheWholeDirectoryIsSeen() {
    MountedSecret mounted = new MountedSecret(root);
    mounted.write(Map.of("db", "A", "cache", "A"));
    start(NEVER);
    awaitEvents(2);
    mounted.write(Map.of("db", "B", "cache", "A"));

    awaitEvents(3);

    assertThat(intake.events().getLast().secret()).isEqualTo(DB);
  }

  @Test
  void aTouchWithoutAChangeIsNoEvent() throws IOException {
    write("db", "A");
    start(NEVER);
    awaitEvents(1);
    write("db", "A");
    write("unbound", "A");
    write("cache", "the change after them");

    awaitEvents(2);

    assertThat(intake.events()).extracting(RotationEvent::secret).containsExactly(DB, CACHE);
  }

  /** The file lies behind a link, in a folder that no watch covers. */
  @Test
  void aChangeThatNoWatchSeesIsFoundByTheRescan() throws IOException {
    Files.createDirectories(root.resolve("behind"));
    write("behind/file", "A");
    Files.createSymbolicLink(root.resolve("db"), Path.of("behind", "file"));
    start(SOON);
    awaitEvents(1);
    write("behind/file", "B");

    awaitEvents(2);

    assertThat(intake.events().getLast().version()).contains(version());
  }

  @Test
  void eventsThatWereRefusedComeAgainUnchanged() throws IOException {
    write("db", "A");
    intake.refuse(2);
    start(NEVER);

    awaitEvents(1);

    assertThat(intake.refused()).hasSize(2).containsOnly(intake.batches().getFirst());
  }

  @Test
  void aChangeWhileEventsAreRefusedIsNotLost() throws IOException {
    write("db", "A");
    start(NEVER);
    awaitEvents(1);
    SecretVersion a = version();
    intake.refuse(1000);
    write("db", "B");
    await().until(() -> !intake.refused().isEmpty());
    write("db", "A");
    await()
        .until(
            () ->
                RecordingIntake.events(intake.refused().getLast())
                    .getFirst()
                    .version()
                    .orElseThrow()
                    .equals(a));
    intake.refuse(0);

    awaitEvents(2);

    assertThat(intake.events().getLast().version()).contains(a);
  }

  @Test
  void aSecretThatAppearsLaterIsToldOf() throws IOException {
    Files.createDirectories(root);
    start(NEVER);
    await().until(() -> sources.getFirst().lastPolled().isPresent());
    new MountedSecret(root.resolve("db")).write(Map.of("password", "p"));

    awaitEvents(1);

    assertThat(intake.events().getFirst().version()).contains(version());
  }

  @Test
  void aDirectoryThatAppearsLaterIsFoundByTheRescan() throws IOException {
    start(SOON);
    assertThat(sources.getFirst().lastPolled()).isEmpty();
    write("db", "A");

    awaitEvents(1);

    assertThat(sources.getFirst().lastPolled()).contains(NOW);
  }

  @Test
  void closingWaitsForTheHandOverUnderWay() throws IOException {
    write("db", "A");
    intake.hold();
    start(NEVER);
    await().until(() -> intake.calls() == 1);
    Thread closing = Thread.ofVirtual().start(sources.getFirst()::close);
    await().until(() -> closing.getState() == Thread.State.WAITING);
    assertThat(intake.deliveries()).isEmpty();
    intake.release();

    await().until(() -> !closing.isAlive());

    assertThat(intake.events()).hasSize(1);
  }

  @Test
  void closingTwiceOrBeforeTheStartIsHarmless() {
    DirectoryEventSource source = source(NEVER);

    source.close();
    source.close();

    assertThat(source.lastPolled()).isEmpty();
  }

  @Test
  void theIntervalIsTheOneOfTheRescan() {
    assertThat(source(SOON).pollInterval()).isEqualTo(SOON);
    assertThat(source(SOON).name()).isEqualTo("directory");
  }

  private void start(Duration rescan) {
    source(rescan).start();
  }

  private DirectoryEventSource source(Duration rescan) {
    DirectoryEventSource source =
        new DirectoryEventSource(
            root,
            bound::get,
            store,
            intake,
            rescan,
            InstantSource.fixed(NOW),
            new SplittableRandom(7));
    sources.add(source);
    return source;
  }

  private void awaitEvents(int count) {
    await().untilAsserted(() -> assertThat(intake.events()).hasSize(count));
  }

  private SecretVersion version() {
    return ((FetchResult.Found) store.fetch(DB)).version();
  }

  private void write(String name, String content) throws IOException {
    Files.createDirectories(root);
    Path written = Files.writeString(temp.resolve("written"), content);
    Files.move(written, root.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }
}
