package dev.rekey.secret;

import static dev.rekey.secret.CountingStore.found;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rekey.secret.FetchResult.Denied;
import dev.rekey.secret.FetchResult.Found;
import dev.rekey.secret.FetchResult.Missing;
import dev.rekey.secret.FetchResult.Throttled;
import dev.rekey.secret.FetchResult.Unavailable;
import dev.rekey.testing.Concurrently;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedFetchesTest {
  private static final SecretRef DB = SecretRef.directory("db");
  private static final SecretRef MAIL = SecretRef.directory("mail");
  private static final SecretRef LOGIN = SecretRef.directory("login");
  private static final Duration IDLE = Duration.ofMinutes(5);
  private static final int MAX_KEPT = 2;

  private final AtomicLong nanos = new AtomicLong();

  private SharedFetches shared(SecretStore store) {
    return new SharedFetches(store, new SecretIdentities(), nanos::get, MAX_KEPT, IDLE);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 5_000})
  void rotationsOfOneEventMakeOneFetch(int rotations) {
    CountDownLatch arrived = new CountDownLatch(rotations);
    CountingStore store =
        new CountingStore(
            call -> {
              pass(arrived);
              return found(call);
            });
    SharedFetches shared = shared(store);
    long news = shared.now();

    List<FetchResult> results =
        Concurrently.times(
            rotations,
            i -> {
              arrived.countDown();
              return fetch(shared, DB, news);
            });

    assertThat(results).hasSize(rotations).containsOnly(found(1));
    assertThat(store.calls()).isEqualTo(1);
  }

  @Test
  void whoWasToldOfTheVersionThatIsKnownIsServedWithIt() throws InterruptedException {
    CountingStore store = CountingStore.ofVersions();
    SharedFetches shared = shared(store);
    FetchResult _ = shared.fetch(DB, Freshness.since(0));

    FetchResult again =
        shared.fetch(DB, Freshness.since(10).told(Optional.of(new SecretVersion("v1"))));
    FetchResult other =
        shared.fetch(DB, Freshness.since(10).told(Optional.of(new SecretVersion("v2"))));

    assertThat(again).isEqualTo(found(1));
    assertThat(other).isEqualTo(found(2));
  }

  @Test
  void theVersionThatNewsNamesReachesTheStore() throws InterruptedException {
    List<SecretVersion> told = new ArrayList<>();
    SecretStore store =
        new SecretStore() {
          @Override
          public FetchResult fetch(SecretRef secret) {
            throw new AssertionError("the version was told");
          }

          @Override
          public FetchResult fetch(SecretRef secret, SecretVersion version) {
            told.add(version);
            return found(1);
          }
        };

    FetchResult _ =
        shared(store).fetch(DB, Freshness.since(0).told(Optional.of(new SecretVersion("v1"))));

    assertThat(told).containsExactly(new SecretVersion("v1"));
  }

  @Test
  void referencesThatAreKnownToMeanOneSecretShareAFetch() throws InterruptedException {
    CountingStore store = CountingStore.ofVersions();
    SecretIdentities identities = new SecretIdentities(Map.of("shop", "42"));
    SharedFetches shared = new SharedFetches(store, identities, nanos::get, MAX_KEPT, IDLE);

    FetchResult byId = shared.fetch(SecretRef.parse("gcp-sm://shop/db"), Freshness.since(0));
    FetchResult byNumber = shared.fetch(SecretRef.parse("gcp-sm://42/db"), Freshness.since(0));

    assertThat(byNumber).isEqualTo(byId);
    assertThat(store.calls()).isEqualTo(1);
  }

  @Test
  void aNameThatIsLearnedDuringAFetchMakesNoSecondOne() throws InterruptedException {
    SecretRef byName = SecretRef.parse("aws-sm://eu-west-1/db");
    SecretRef byArn =
        SecretRef.parse(
            "aws-sm://eu-west-1/arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf");
    SecretIdentities identities = new SecretIdentities();
    AtomicLong calls = new AtomicLong();
    SharedFetches shared =
        new SharedFetches(
            secret -> {
              calls.incrementAndGet();
              identities.learn(secret, byArn);
              return found(1);
            },
            identities,
            nanos::get,
            MAX_KEPT,
            IDLE);

    FetchResult _ = shared.fetch(byName, Freshness.since(0));
    FetchResult again = shared.fetch(byName, Freshness.since(0));
    FetchResult byOtherName = shared.fetch(byArn, Freshness.since(0));

    assertThat(again).isEqualTo(byOtherName);
    assertThat(calls).hasValue(1);
  }

  @Test
  void nobodyIsServedAFetchThatBeganBeforeTheNews() {
    SharedFetches shared =
        new SharedFetches(
            secret ->
                new Found(new SecretVersion("" + System.nanoTime()), Secret.of("one of many")),
            new SecretIdentities(),
            System::nanoTime,
            MAX_KEPT,
            IDLE);

    List<Long> leads =
        Concurrently.times(
            5_000,
            i -> {
              long news = shared.now() - new SplittableRandom(i).nextLong(1_000_000);
              Found found = (Found) fetch(shared, i % 3 == 0 ? MAIL : DB, news);
              return Long.parseLong(found.version().id()) - news;
            });

    assertThat(leads).allMatch(lead -> lead >= 0);
  }

  @Test
  void newsThatCameAfterAFetchBeganMakesANewOne() throws ExecutionException, InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    CountingStore store = gatedAtFirst(gate);
    SharedFetches shared = shared(store);
    FutureTask<FetchResult> early = start(() -> shared.fetch(DB, Freshness.since(0)));
    await().until(() -> store.calls() == 1);
    nanos.set(10);

    FetchResult late = shared.fetch(DB, Freshness.since(10));

    gate.countDown();
    assertThat(late).isEqualTo(found(2));
    assertThat(early.get()).isEqualTo(found(1));
    assertThat(shared.fetch(DB, Freshness.since(10)))
        .as("the older one does not replace it")
        .isEqualTo(found(2));
    assertThat(store.calls()).isEqualTo(2);
  }

  @Test
  void whatWasFetchedServesWhoeverNeedsNothingFresher() throws InterruptedException {
    CountingStore store = CountingStore.ofVersions();
    SharedFetches shared = shared(store);
    nanos.set(10);
    assertThat(shared.fetch(DB, Freshness.since(10))).isEqualTo(found(1));
    nanos.set(20);

    assertThat(shared.fetch(DB, Freshness.since(10))).isEqualTo(found(1));
    assertThat(shared.fetch(DB, Freshness.since(11))).isEqualTo(found(2));
    assertThat(shared.fetch(DB, Freshness.since(5))).isEqualTo(found(2));
  }

  @Test
  void theClockMayOverflow() throws InterruptedException {
    CountingStore store = CountingStore.ofVersions();
    SharedFetches shared = shared(store);
    nanos.set(Long.MAX_VALUE);
    assertThat(shared.fetch(DB, Freshness.since(Long.MAX_VALUE))).isEqualTo(found(1));
    nanos.set(Long.MIN_VALUE + 10);

    assertThat(shared.fetch(DB, Freshness.since(Long.MAX_VALUE - 1))).isEqualTo(found(1));
    assertThat(shared.fetch(DB, Freshness.since(Long.MIN_VALUE + 1))).isEqualTo(found(2));
  }

  @Test
  void secretsAreNotMixedUp() throws InterruptedException {
    SharedFetches shared = shared(CountingStore.ofVersions());

    assertThat(shared.fetch(DB, Freshness.since(0))).isEqualTo(found(1));
    assertThat(shared.fetch(MAIL, Freshness.since(0))).isEqualTo(found(2));
    assertThat(shared.fetch(DB, Freshness.since(0))).isEqualTo(found(1));
  }

  static List<FetchResult> failures() {
    return List.of(
        new Missing("gone"),
        new Denied("no"),
        new Unavailable("away"),
        new Throttled("slowly", Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureIsSharedByThoseWhoWaitedAndNotKept(FetchResult failure)
      throws ExecutionException, InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    CountingStore store =
        new CountingStore(
            call -> {
              pass(gate);
              return call == 1 ? failure : found(call);
            });
    SharedFetches shared = shared(store);
    FutureTask<FetchResult> first = start(() -> shared.fetch(DB, Freshness.since(0)));
    await().until(() -> store.calls() == 1);
    Waiter second = new Waiter(shared);

    gate.countDown();

    assertThat(first.get()).isEqualTo(failure);
    assertThat(second.result.get()).isEqualTo(failure);
    assertThat(shared.fetch(DB, Freshness.since(0))).isEqualTo(found(2));
  }

  @Test
  void whatTheStoreThrowsReachesAllWhoWaitedAndIsNotKept() throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    CountingStore store =
        new CountingStore(
            call -> {
              pass(gate);
              if (call == 1) {
                throw new IllegalStateException("broken");
              }
              return found(call);
            });
    SharedFetches shared = shared(store);
    FutureTask<FetchResult> first = start(() -> shared.fetch(DB, Freshness.since(0)));
    await().until(() -> store.calls() == 1);
    Waiter second = new Waiter(shared);

    gate.countDown();

    for (FutureTask<FetchResult> each : List.of(first, second.result)) {
      assertThatThrownBy(each::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("broken");
    }
    assertThat(shared.fetch(DB, Freshness.since(0))).isEqualTo(found(2));
  }

  @Test
  void whoIsInterruptedStopsWaitingAndTheOthersGoOn()
      throws ExecutionException, InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    CountingStore store = gatedAtFirst(gate);
    SharedFetches shared = shared(store);
    FutureTask<FetchResult> runs = start(() -> shared.fetch(DB, Freshness.since(0)));
    await().until(() -> store.calls() == 1);
    Waiter leaves = new Waiter(shared);
    Waiter stays = new Waiter(shared);

    leaves.thread.interrupt();

    assertInterrupted(leaves.result);
    gate.countDown();
    assertThat(runs.get()).isEqualTo(found(1));
    assertThat(stays.result.get()).isEqualTo(found(1));
    assertThat(store.calls()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whenTheOneWhoFetchesIsInterruptedTheOthersFetchOnceMore(FetchResult complaint)
      throws ExecutionException, InterruptedException {
    CountingStore store =
        new CountingStore(call -> call == 1 ? untilInterrupted(complaint) : found(call));
    SharedFetches shared = shared(store);
    Waiter runs = new Waiter(shared);
    List<Waiter> others = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      others.add(new Waiter(shared));
    }

    runs.thread.interrupt();

    assertInterrupted(runs.result);
    for (Waiter other : others) {
      assertThat(other.result.get()).isEqualTo(found(2));
    }
    assertThat(store.calls()).isEqualTo(2);
  }

  @Test
  void anExceptionOfAnInterruptedFetchIsNobodysAnswer()
      throws ExecutionException, InterruptedException {
    CountingStore store =
        new CountingStore(
            call -> {
              if (call == 1) {
                FetchResult _ = untilInterrupted(new Unavailable("away"));
                throw new IllegalStateException("aborted");
              }
              return found(call);
            });
    SharedFetches shared = shared(store);
    Waiter runs = new Waiter(shared);
    Waiter other = new Waiter(shared);

    runs.thread.interrupt();

    assertInterrupted(runs.result);
    assertThat(other.result.get()).isEqualTo(found(2));
  }

  @Test
  void aSecretThatWasFoundInSpiteOfAnInterruptServesAll()
      throws ExecutionException, InterruptedException {
    CountingStore store = new CountingStore(call -> untilInterrupted(found(call)));
    SharedFetches shared = shared(store);
    Waiter runs = new Waiter(shared);
    Waiter other = new Waiter(shared);

    runs.thread.interrupt();

    assertThat(runs.result.get()).isEqualTo(found(1));
    assertThat(other.result.get()).isEqualTo(found(1));
    assertThat(store.calls()).isEqualTo(1);
  }

  @Test
  void whoComesInterruptedAsksNobody() {
    CountingStore store = CountingStore.ofVersions();
    SharedFetches shared = shared(store);
    FutureTask<FetchResult> call =
        start(
            () -> {
              Thread.currentThread().interrupt();
              return shared.fetch(DB, Freshness.since(0));
            });

    assertInterrupted(call);
    assertThat(store.calls()).isZero();
  }

  @Test
  void theSecretThatWasUsedLeastRecentlyGivesWay() throws InterruptedException {
    CountingStore store = CountingStore.ofVersions();
    SharedFetches shared = shared(store);
    FetchResult _ = shared.fetch(DB, Freshness.since(0));
    FetchResult _ = shared.fetch(MAIL, Freshness.since(0));
    FetchResult _ = shared.fetch(DB, Freshness.since(0));
    FetchResult _ = shared.fetch(LOGIN, Freshness.since(0));

    assertThat(shared.fetch(DB, Freshness.since(0))).isEqualTo(found(1));
    assertThat(shared.fetch(LOGIN, Freshness.since(0))).isEqualTo(found(3));
    assertThat(shared.fetch(MAIL, Freshness.since(0))).isEqualTo(found(4));
  }

  @Test
  void aSecretThatNobodyAsksForIsForgotten() throws InterruptedException {
    SharedFetches shared = shared(CountingStore.ofVersions());
    FetchResult _ = shared.fetch(DB, Freshness.since(0));
    FetchResult _ = shared.fetch(MAIL, Freshness.since(0));
    nanos.addAndGet(IDLE.toNanos());
    assertThat(shared.fetch(DB, Freshness.since(0))).as("in use").isEqualTo(found(1));
    nanos.addAndGet(1);

    assertThat(shared.fetch(MAIL, Freshness.since(0))).isEqualTo(found(3));
    assertThat(shared.fetch(DB, Freshness.since(0))).isEqualTo(found(1));
  }

  /** A call on a thread of its own that waits, for the store or for the one who fetches. */
  private static final class Waiter {
    private final FutureTask<FetchResult> result;
    private final Thread thread;

    Waiter(SharedFetches shared) {
      result = new FutureTask<>(() -> shared.fetch(DB, Freshness.since(0)));
      thread = Thread.ofVirtual().start(result);
      await().until(() -> thread.getState() == Thread.State.WAITING);
    }
  }

  private static FutureTask<FetchResult> start(Callable<FetchResult> call) {
    FutureTask<FetchResult> task = new FutureTask<>(call);
    var _ = Thread.ofVirtual().start(task);
    return task;
  }

  private static void assertInterrupted(FutureTask<FetchResult> call) {
    assertThatThrownBy(call::get).hasCauseInstanceOf(InterruptedException.class);
  }

  private static CountingStore gatedAtFirst(CountDownLatch gate) {
    return new CountingStore(
        call -> {
          if (call == 1) {
            pass(gate);
          }
          return found(call);
        });
  }

  private static FetchResult fetch(SharedFetches shared, SecretRef secret, long freshSince) {
    try {
      return shared.fetch(secret, Freshness.since(freshSince));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pass(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static FetchResult untilInterrupted(FetchResult answer) {
    try {
      new CountDownLatch(1).await();
      throw new IllegalStateException("nobody counts down");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return answer;
    }
  }
}
