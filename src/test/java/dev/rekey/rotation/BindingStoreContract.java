package dev.rekey.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.datasource.DataSourceRef;
import dev.rekey.event.RotationEvent;
import dev.rekey.rotation.Journal.Recorded;
import dev.rekey.rotation.Journal.Request;
import dev.rekey.rotation.Terms.OnFailure;
import dev.rekey.rotation.Terms.PreviousRefused;
import dev.rekey.rotation.Terms.PreviousWorks;
import dev.rekey.rotation.Terms.Unreachable;
import dev.rekey.secret.SecretRef;
import dev.rekey.testing.Concurrently;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of bindings promises. */
public abstract class BindingStoreContract {
  private static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");

  private final AtomicInteger ids = new AtomicInteger();
  private BindingStore store;
  private Journal journal;

  /** An empty store, with the journal that it queues rotations in. */
  public record Both(BindingStore store, Journal journal) {}

  protected abstract Both empty();

  @BeforeEach
  void open() {
    Both both = empty();
    store = both.store();
    journal = both.journal();
  }

  private static Binding binding(String dataSource) {
    return new Binding(
        SecretRef.directory("login"), new DataSourceRef("blue", dataSource), new TreeMap<>());
  }

  private static Binding everything() {
    TreeMap<String, FieldMapping> keys = new TreeMap<>();
    keys.put("PGPASSWORD", FieldMapping.parse("/a~1b"));
    keys.put("PGUSER", FieldMapping.parse("base64:"));
    return new Binding(
        SecretRef.parse("aws-sm://eu-west-1/prod/orders"),
        new DataSourceRef("blue", "orders"),
        keys,
        Optional.of(Duration.ofMillis(1500)),
        true,
        new OnFailure(PreviousWorks.KEEP, PreviousRefused.ROLL_BACK, Unreachable.KEEP));
  }

  private Request request(Binding binding) {
    String id = "r" + ids.incrementAndGet();
    return new Request(
        Rotation.queued(id, binding, "e-" + id, RotationCause.BINDING, NOW),
        "binding",
        new RotationEvent("e-" + id, "applied", binding.secret(), Optional.empty()));
  }

  private Optional<Recorded> put(long seen, Binding binding) {
    return store.put(seen, binding, request(binding));
  }

  @Test
  void anEmptyStoreHasAVersion() {
    assertThat(store.load().bindings()).isEmpty();
    assertThat(store.load().version()).isEqualTo(store.version());
  }

  @Test
  void aBindingIsKeptWithAllThatItSays() {
    put(store.version(), everything());

    assertThat(store.load().bindings()).containsExactly(everything());
  }

  @Test
  void itsRotationIsQueuedWithIt() {
    Optional<Recorded> recorded = put(store.version(), binding("orders"));

    assertThat(recorded).containsInstanceOf(Recorded.Queued.class);
    Rotation queued = ((Recorded.Queued) recorded.orElseThrow()).rotation();
    assertThat(journal.find(queued.id())).map(Rotation::cause).contains(RotationCause.BINDING);
  }

  @Test
  void theSameSecretAndDataSourceAreChanged() {
    put(store.version(), binding("orders"));
    TreeMap<String, FieldMapping> keys = new TreeMap<>();
    keys.put("PGPASSWORD", FieldMapping.parse("/password"));
    Binding changed = new Binding(binding("orders").secret(), binding("orders").dataSource(), keys);

    put(store.version(), changed);

    assertThat(store.load().bindings()).containsExactly(changed);
  }

  @Test
  void everyChangeIsAVersionOfItsOwn() {
    long first = store.version();
    put(first, binding("orders"));
    long second = store.version();

    assertThat(store.delete(second, binding("orders"))).isTrue();

    assertThat(second).isGreaterThan(first);
    assertThat(store.version()).isGreaterThan(second);
    assertThat(store.load().bindings()).isEmpty();
  }

  @Test
  void whoHasNotSeenTheLastChangeChangesNothing() {
    long before = store.version();
    put(before, binding("orders"));

    assertThat(put(before, binding("shop"))).isEmpty();
    assertThat(store.delete(before, binding("orders"))).isFalse();

    assertThat(store.load().bindings()).containsExactly(binding("orders"));
    assertThat(journal.find("r2")).isEmpty();
  }

  @Test
  void ofManyAtOnceWithOneVersionOneSucceeds() {
    long seen = store.version();
    List<Optional<Recorded>> put = Concurrently.times(8, i -> put(seen, binding("ds" + i)));

    assertThat(put).filteredOn(Optional::isPresent).hasSize(1);
    assertThat(store.load().bindings()).hasSize(1);
  }
}
