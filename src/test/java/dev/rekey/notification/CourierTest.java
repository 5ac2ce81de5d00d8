package dev.rekey.notification;

import static dev.rekey.notification.News.committed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.notification.Outbox.Backlog;
import dev.rekey.notification.Outbox.Settlement;
import dev.rekey.notification.Outbox.State;
import dev.rekey.rotation.Backoff;
import dev.rekey.rotation.Jitter;
import dev.rekey.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class CourierTest {
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration GIVE_UP = Duration.ofDays(7);
  private static final int REFUSALS = 3;

  private final ManualClock clock = new ManualClock(News.NOW);
  private final FakeChannel channel = new FakeChannel();
  private final List<Settlement> settled = new CopyOnWriteArrayList<>();

  private Outbox outbox = new InMemoryOutbox(List.of());

  @Test
  void everythingArrivesAndTheNewsOfADataSourceInTheirOrder() throws InterruptedException {
    Courier courier = courier(News.endpoint("all"));
    IntStream.range(0, 40)
        .forEach(i -> outbox.add(committed("%s-%02d".formatted(lane(i), i), lane(i))));

    courier.round();

    for (int lane = 0; lane < 4; lane++) {
      String name = lane(lane);
      List<String> ids =
          channel.taken().stream().map(List::getFirst).filter(id -> id.startsWith(name)).toList();
      assertThat(ids).hasSize(10).isSorted();
    }
    assertThat(outbox.backlog()).containsEntry("all", new Backlog(0, 0));
    assertThat(courier.round()).isEqualTo(LOOK);
  }

  private static String lane(int i) {
    return "ds" + i % 4;
  }

  @Test
  void anEndpointThatIsAwayGetsEverythingInOrderOnceItIsBack() throws InterruptedException {
    Courier courier = courier(News.endpoint("all"));
    channel.answer(notification -> FakeChannel.AWAY);
    outbox.add(committed("n1", "shop"));
    outbox.add(committed("n2", "shop"));
    outbox.add(committed("n3", "orders"));
    for (int minutes = 0; minutes < 60; minutes++) {
      courier.round();
      clock.advance(Duration.ofMinutes(1));
    }
    assertThat(channel.taken()).isEmpty();
    assertThat(outbox.backlog()).containsEntry("all", new Backlog(3, 0));

    channel.answer(notification -> FakeChannel.TAKEN);
    goOn(courier);

    assertThat(channel.taken()).contains(List.of("n1"), List.of("n2"), List.of("n3"));
    assertThat(channel.taken()).containsSubsequence(List.of("n1"), List.of("n2"));
    assertThat(courier.circuit()).isEqualTo(CircuitBreaker.State.CLOSED);
  }

  @Test
  void anEndpointThatIsAwayIsSpared() throws InterruptedException {
    Courier courier = courier(News.endpoint("all"));
    channel.answer(notification -> FakeChannel.AWAY);
    IntStream.range(0, 100).forEach(i -> outbox.add(committed("n" + i, "ds" + i)));
    courier.round();
    int before = channel.attempts().size();
    assertThat(before).isLessThanOrEqualTo(3 + 8);
    assertThat(courier.circuit()).isEqualTo(CircuitBreaker.State.OPEN);

    Duration wait = courier.round();
    assertThat(channel.attempts()).hasSize(before);

    clock.advance(wait);
    courier.round();
    assertThat(channel.attempts()).hasSize(before + 1);
  }

  @Test
  void whatIsRefusedHoldsUpItsDataSourceForAWhileAndNobodyElse() throws InterruptedException {
    Courier courier = courier(News.endpoint("all"));
    channel.answer(
        notification -> notification.id().equals("bad") ? FakeChannel.REFUSED : FakeChannel.TAKEN);
    outbox.add(committed("bad", "shop"));
    outbox.add(committed("n2", "shop"));
    outbox.add(committed("n3", "orders"));

    courier.round();
    assertThat(channel.taken()).containsExactly(List.of("n3"));
    assertThat(courier.circuit()).isEqualTo(CircuitBreaker.State.CLOSED);
    goOn(courier);

    assertThat(channel.taken()).containsExactly(List.of("n3"), List.of("n2"));
    assertThat(channel.attempts().stream().filter(List.of("bad")::equals)).hasSize(REFUSALS);
    assertThat(outbox.list("prod", State.DEAD, Optional.empty(), 10))
        .singleElement()
        .satisfies(
            dead -> {
              assertThat(dead.notification().id()).isEqualTo("bad");
              assertThat(dead.problem()).isEqualTo("it answered 410");
              assertThat(dead.attempts()).isEqualTo(REFUSALS);
            });
  }

  @Test
  void whatCouldNotBeToldForTooLongIsGivenUp() throws InterruptedException {
    Courier courier = courier(News.endpoint("all"));
    channel.answer(notification -> FakeChannel.AWAY);
    outbox.add(committed("n1", "shop"));
    courier.round();

    clock.advance(GIVE_UP.plusSeconds(1));
    courier.round();

    assertThat(outbox.backlog()).containsEntry("all", new Backlog(0, 1));
    assertThat(settled.getLast()).isInstanceOf(Settlement.Dead.class);
  }

  @Test
  void aChannelThatBreaksCountsAsAway() throws InterruptedException {
    Courier courier = courier(News.endpoint("all"));
    channel.answer(
        notification -> {
          if (notification.id().equals("n1")) {
            throw new IllegalStateException("a bug");
          }
          return FakeChannel.TAKEN;
        });
    outbox.add(committed("n1", "shop"));
    outbox.add(committed("n2", "orders"));

    courier.round();

    assertThat(channel.taken()).containsExactly(List.of("n2"));
    assertThat(outbox.backlog()).containsEntry("all", new Backlog(1, 0));
  }

  @Test
  void aBurstOfRotationsIsOneRedeploy() throws InterruptedException {
    Courier courier = courier(News.coalescing("deploy", seconds(30), seconds(300)));
    commit("n1");
    assertThat(courier.round()).isEqualTo(LOOK);
    clock.advance(seconds(20));
    commit("n2");
    clock.advance(seconds(20));
    commit("n3");
    courier.round();
    clock.advance(seconds(29));
    assertThat(courier.round()).isEqualTo(seconds(1));
    assertThat(channel.attempts()).isEmpty();

    clock.advance(seconds(1));
    courier.round();

    assertThat(channel.taken()).containsExactly(List.of("n1", "n2", "n3"));
    commit("n4");
    clock.advance(seconds(30));
    courier.round();
    assertThat(channel.taken()).endsWith(List.of("n4"));
  }

  @Test
  void aBurstOfThousandsIsOneRedeploy() throws InterruptedException {
    Courier courier = courier(News.coalescing("deploy", seconds(30), seconds(300)));
    IntStream.range(0, 4_000).forEach(i -> commit("n" + i));
    courier.round();
    clock.advance(seconds(30));

    courier.round();

    assertThat(channel.attempts()).singleElement().satisfies(all -> assertThat(all).hasSize(4_000));
  }

  @Test
  void aBurstThatDoesNotEndIsARedeployAtLast() throws InterruptedException {
    Courier courier = courier(News.coalescing("deploy", seconds(30), seconds(60)));
    for (int i = 0; i < 4; i++) {
      commit("n" + i);
      courier.round();
      clock.advance(seconds(20));
    }

    courier.round();

    assertThat(channel.taken()).containsExactly(List.of("n0", "n1", "n2", "n3"));
  }

  @Test
  void aRedeployThatDoesNotArriveIsTriedAgainAsOne() throws InterruptedException {
    Courier courier = courier(News.coalescing("deploy", seconds(30), seconds(60)));
    commit("n1");
    commit("n2");
    channel.answer(notification -> FakeChannel.AWAY);
    clock.advance(seconds(30));
    courier.round();

    channel.answer(notification -> FakeChannel.TAKEN);
    clock.advance(seconds(5));
    courier.round();

    assertThat(channel.attempts()).containsExactly(List.of("n1", "n2"), List.of("n1", "n2"));
    assertThat(outbox.backlog()).containsEntry("deploy", new Backlog(0, 0));
  }

  @Test
  void whoeverIsWokenDoesNotWaitForTheNextLook() {
    Courier courier = courier(News.endpoint("all"), Duration.ofHours(1));
    Notifications notifications = new Notifications(List.of(courier), outbox, () -> "h1");
    notifications.start();
    try {
      notifications.datasourceChanged(
          committed("n", "shop").dataSource(), Optional.empty(), false, "Refused.", News.NOW);

      Awaitility.await()
          .atMost(20, TimeUnit.SECONDS)
          .untilAsserted(() -> assertThat(channel.taken()).containsExactly(List.of("h1")));
    } finally {
      notifications.close();
    }
  }

  private void commit(String id) {
    outbox.add(News.at(id, NotificationType.ROTATION_COMMITTED, "ds-" + id, clock.instant()));
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  /** As long as it takes for everything to be settled. */
  private void goOn(Courier courier) throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      Duration wait = courier.round();
      clock.advance(wait.plusMinutes(1));
    }
  }

  private Courier courier(Endpoint endpoint) {
    return courier(endpoint, LOOK);
  }

  private Courier courier(Endpoint endpoint, Duration look) {
    outbox = new InMemoryOutbox(List.of(endpoint));
    Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    Jitter jitter = new Jitter(() -> 0L);
    return new Courier(
        endpoint,
        channel,
        outbox,
        new CircuitBreaker(3, backoff, jitter, clock),
        new Patience(backoff, jitter, REFUSALS, GIVE_UP),
        (name, pending, settlement) -> settled.add(settlement),
        clock,
        look);
  }
}
