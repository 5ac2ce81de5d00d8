package dev.rekey.secret;

import static dev.rekey.secret.CountingStore.found;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rekey.secret.FetchResult.Denied;
import dev.rekey.secret.FetchResult.Missing;
import dev.rekey.secret.FetchResult.Throttled;
import dev.rekey.secret.FetchResult.Unavailable;
import dev.rekey.testing.Concurrently;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PacedSecretStoreTest {
  private static final SecretRef DB = SecretRef.directory("db");
  private static final SecretRef MAIL = SecretRef.directory("mail");
  private static final Duration TENTH = Duration.ofMillis(100);
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final PacedSecretStore.Limits SLOW =
      new PacedSecretStore.Limits(10, 3, FIRST, LONGEST);
  private static final PacedSecretStore.Limits FAST =
      new PacedSecretStore.Limits(100_000, 100_000, FIRST, LONGEST);

  /** Every wait is as short as it may be. */
  private static final RandomGenerator LEAST = () -> 0;

  /** Every wait is as long as it may be, but for the last digit. */
  private static final RandomGenerator MOST = () -> -1;

  private final AtomicLong nanos = new AtomicLong();

  private PacedSecretStore paced(
      SecretStore store, PacedSecretStore.Limits limits, RandomGenerator random) {
    return new PacedSecretStore(
        store, limits, wait -> nanos.addAndGet(wait.toNanos()), random, nanos::get);
  }

  private PacedSecretStore fast(SecretStore store) {
    return paced(store, FAST, LEAST);
  }

  private void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static FetchResult throttled(Duration retryAfter) {
    return new Throttled("slowly", Optional.of(retryAfter));
  }

  @Test
  void callsBeyondTheBurstComeAtTheRate() {
    PacedSecretStore store = paced(CountingStore.ofVersions(), SLOW, LEAST);
    List<Duration> times = new ArrayList<>();

    for (int i = 0; i < 6; i++) {
      FetchResult _ = store.fetch(DB);
      times.add(Duration.ofNanos(nanos.get()));
    }

    assertThat(times)
        .containsExactly(
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            TENTH,
            TENTH.multipliedBy(2),
            TENTH.multipliedBy(3));
  }

  @Test
  void aQuietTimeSavesUpNoMoreThanTheBurst() {
    PacedSecretStore store = paced(CountingStore.ofVersions(), SLOW, LEAST);
    advance(Duration.ofHours(1));
    long begin = nanos.get();

    for (int i = 0; i < 4; i++) {
      FetchResult _ = store.fetch(DB);
    }

    assertThat(nanos.get() - begin).isEqualTo(TENTH.toNanos());
  }

  @Test
  void whoIsInterruptedWhileItWaitsForItsTurnMakesNoCall() {
    CountingStore calls = CountingStore.ofVersions();
    PacedSecretStore store =
        new PacedSecretStore(
            calls,
            new PacedSecretStore.Limits(10, 1, FIRST, LONGEST),
            wait -> {
              throw new InterruptedException();
            },
            LEAST,
            nanos::get);
    FetchResult _ = store.fetch(DB);

    FetchResult result = store.fetch(DB);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result).isInstanceOf(Unavailable.class);
    assertThat(calls.calls()).isEqualTo(1);
    assertThat(store.fetch(MAIL)).as("no hold-off").isInstanceOf(Unavailable.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aThrottledStoreIsLeftAloneForAsLongAsItAsks() {
    CountingStore calls =
        new CountingStore(call -> call == 1 ? throttled(Duration.ofSeconds(7)) : found(call));
    PacedSecretStore store = fast(calls);
    FetchResult first = store.fetch(DB);
    advance(Duration.ofSeconds(2));

    List<FetchResult> held = Concurrently.times(5_000, i -> store.fetch(i % 2 == 0 ? DB : MAIL));

    assertThat(first).isEqualTo(throttled(Duration.ofSeconds(7)));
    assertThat(held).hasSize(5_000).containsOnly(throttled(Duration.ofSeconds(5)));
    assertThat(calls.calls()).isEqualTo(1);
    advance(Duration.ofSeconds(5));
    assertThat(store.fetch(DB)).isEqualTo(found(2));
    assertThat(store.fetch(MAIL)).isEqualTo(found(3));
  }

  @Test
  void anUnavailableSecretIsLeftAloneByItself() {
    List<SecretRef> asked = new ArrayList<>();
    PacedSecretStore store =
        fast(
            secret -> {
              asked.add(secret);
              return secret.equals(DB) ? new Unavailable("away") : found(1);
            });

    List<FetchResult> results =
        List.of(store.fetch(DB), store.fetch(DB), store.fetch(MAIL), store.fetch(DB));

    assertThat(asked).containsExactly(DB, MAIL);
    assertThat(results)
        .containsExactly(
            new Unavailable("away"), new Unavailable("away"), found(1), new Unavailable("away"));
  }

  static List<FetchResult> failuresWithoutATime() {
    return List.of(
        new Unavailable("away"),
        new Missing("gone"),
        new Denied("no"),
        new Throttled("slowly", Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("failuresWithoutATime")
  void theHoldOffDoublesUpToItsBoundAndSuccessEndsIt(FetchResult failure) {
    CountingStore calls = new CountingStore(call -> call == 10 ? found(10) : failure);
    PacedSecretStore store = fast(calls);
    assertThat(store.fetch(DB)).isEqualTo(failure);

    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      waits.add(untilTheNextCall(store, calls));
    }

    assertThat(waits)
        .extracting(Duration::toMillis)
        .containsExactly(250L, 500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L);
    assertThat(store.fetch(DB)).as("after the success").isEqualTo(failure);
    assertThat(calls.calls()).isEqualTo(11);
    assertThat(untilTheNextCall(store, calls)).isEqualTo(Duration.ofMillis(250));
  }

  @ParameterizedTest
  @MethodSource("failuresWithoutATime")
  void theHoldOffIsSpreadOverHalfToTheWhole(FetchResult failure) {
    CountingStore calls = new CountingStore(call -> failure);
    PacedSecretStore store = paced(calls, FAST, MOST);
    FetchResult _ = store.fetch(DB);

    assertThat(untilTheNextCall(store, calls)).isEqualTo(FIRST);
  }

  @Test
  void aFailureToTellTheVersionKeepsNobodyFromFetching() {
    PacedSecretStore store =
        fast(
            new SecretStore() {
              @Override
              public FetchResult fetch(SecretRef secret) {
                return found(1);
              }

              @Override
              public VersionResult currentVersion(SecretRef secret) {
                return new Denied("no metadata");
              }
            });

    List<VersionResult> told = List.of(store.currentVersion(DB), store.currentVersion(DB));

    assertThat(told).containsOnly(new Denied("no metadata"));
    assertThat(store.fetch(DB)).isEqualTo(found(1));
  }

  @Test
  void whoAsksForTheVersionAloneIsHeldOffToo() {
    CountingStore calls = new CountingStore(call -> throttled(Duration.ofSeconds(1)));
    PacedSecretStore store = fast(calls);

    VersionResult first = store.currentVersion(DB);
    FetchResult second = store.fetch(MAIL);

    assertThat(first).isEqualTo(throttled(Duration.ofSeconds(1)));
    assertThat(second).isEqualTo(first);
    assertThat(calls.calls()).isEqualTo(1);
  }

  static List<FetchResult> answers() {
    return List.of(found(2), new Missing("gone"), new Denied("no"));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void everyAnswerOfTheStoreEndsTheHoldOffOfTheOthers(FetchResult answer) {
    CountingStore calls =
        new CountingStore(call -> call == 1 ? throttled(Duration.ofSeconds(1)) : answer);
    PacedSecretStore store = fast(calls);
    FetchResult _ = store.fetch(DB);
    advance(Duration.ofSeconds(1));

    List<FetchResult> results = List.of(store.fetch(DB), store.fetch(MAIL));

    assertThat(results).containsOnly(answer);
    assertThat(calls.calls()).isEqualTo(3);
  }

  @Test
  void anAbsurdTimeIsNotBelieved() {
    CountingStore calls =
        new CountingStore(call -> call == 1 ? throttled(Duration.ofDays(365)) : found(call));
    PacedSecretStore store = fast(calls);
    FetchResult _ = store.fetch(DB);
    advance(Duration.ofHours(1).minusNanos(1));
    assertThat(store.fetch(DB)).isEqualTo(throttled(Duration.ofNanos(1)));
    advance(Duration.ofNanos(1));

    assertThat(store.fetch(DB)).isEqualTo(found(2));
  }

  @Test
  void oneAloneTriesAfterTheHoldOff() throws ExecutionException, InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    CountingStore calls =
        new CountingStore(
            call -> {
              if (call == 1) {
                return throttled(Duration.ofSeconds(1));
              }
              pass(gate);
              return found(call);
            });
    PacedSecretStore store = fast(calls);
    FetchResult _ = store.fetch(DB);
    advance(Duration.ofSeconds(1));
    FutureTask<FetchResult> tries = new FutureTask<>(() -> store.fetch(DB));
    var _ = Thread.ofVirtual().start(tries);
    await().until(() -> calls.calls() == 2);

    List<FetchResult> others = Concurrently.times(100, i -> store.fetch(i % 2 == 0 ? DB : MAIL));

    assertThat(others).containsOnly(new Throttled("slowly", Optional.empty()));
    gate.countDown();
    assertThat(tries.get()).isEqualTo(found(2));
    assertThat(store.fetch(MAIL)).isEqualTo(found(3));
  }

  @Test
  void ofManyThatFailTogetherOneCounts() {
    int together = 50;
    CountDownLatch arrived = new CountDownLatch(together);
    CountingStore calls =
        new CountingStore(
            call -> {
              arrived.countDown();
              pass(arrived);
              return new Throttled("slowly", Optional.empty());
            });
    PacedSecretStore store = fast(calls);

    List<FetchResult> results = Concurrently.times(together, i -> store.fetch(DB));

    assertThat(results).hasSize(together);
    assertThat(calls.calls()).isEqualTo(together);
    assertThat(untilTheNextCall(store, calls)).isEqualTo(FIRST.dividedBy(2));
  }

  @Test
  void whoFailsTogetherWithOthersIsHeardWhenItAsksForMoreTime()
      throws ExecutionException, InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    CountingStore calls =
        new CountingStore(
            call -> {
              if (call == 1) {
                pass(gate);
                return throttled(Duration.ofSeconds(9));
              }
              return throttled(Duration.ofSeconds(1));
            });
    PacedSecretStore store = fast(calls);
    FutureTask<FetchResult> slow = new FutureTask<>(() -> store.fetch(DB));
    var _ = Thread.ofVirtual().start(slow);
    await().until(() -> calls.calls() == 1);
    assertThat(store.fetch(MAIL)).isEqualTo(throttled(Duration.ofSeconds(1)));
    gate.countDown();

    assertThat(slow.get()).isEqualTo(throttled(Duration.ofSeconds(9)));
    assertThat(untilTheNextCall(store, calls)).isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void anInterruptedCallSaysNothingAboutTheStore() {
    CountingStore calls =
        new CountingStore(
            call -> {
              if (call == 1) {
                Thread.currentThread().interrupt();
                return new Unavailable("interrupted");
              }
              return found(call);
            });
    PacedSecretStore store = fast(calls);
    FetchResult _ = store.fetch(DB);
    assertThat(Thread.interrupted()).isTrue();

    assertThat(store.fetch(DB)).isEqualTo(found(2));
  }

  @Test
  void anExceptionLetsTheNextOneTry() {
    CountingStore calls =
        new CountingStore(
            call -> {
              if (call == 1) {
                return throttled(Duration.ofSeconds(1));
              }
              if (call == 2) {
                throw new IllegalStateException("broken");
              }
              return found(call);
            });
    PacedSecretStore store = fast(calls);
    FetchResult _ = store.fetch(DB);
    advance(Duration.ofSeconds(1));

    assertThatThrownBy(() -> store.fetch(DB)).isInstanceOf(IllegalStateException.class);

    assertThat(store.fetch(DB)).isEqualTo(found(3));
  }

  /** How long until a call goes to the store, in steps of 50 ms. */
  private Duration untilTheNextCall(PacedSecretStore store, CountingStore calls) {
    long begin = nanos.get();
    int before = calls.calls();
    FetchResult _ = store.fetch(DB);
    while (calls.calls() == before) {
      advance(Duration.ofMillis(50));
      FetchResult _ = store.fetch(DB);
    }
    return Duration.ofNanos(nanos.get() - begin);
  }

  private static void pass(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
