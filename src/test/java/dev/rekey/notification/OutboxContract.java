package dev.rekey.notification;

import static dev.rekey.notification.News.NOW;
import static dev.rekey.notification.News.committed;
import static dev.rekey.notification.News.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.datasource.Kind;
import dev.rekey.notification.Outbox.Backlog;
import dev.rekey.notification.Outbox.Entry;
import dev.rekey.notification.Outbox.Look;
import dev.rekey.notification.Outbox.Pending;
import dev.rekey.notification.Outbox.Settlement;
import dev.rekey.notification.Outbox.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every outbox does. */
public abstract class OutboxContract {
  private static final Endpoint FAILURES_OF_MYSQL =
      new Endpoint(
          "failures",
          Set.of(NotificationType.ROTATION_FAILED),
          Set.of(),
          Set.of(Kind.MYSQL),
          Optional.empty());

  private Outbox outbox;

  /** One with nothing in it. */
  protected abstract Outbox empty(List<Endpoint> endpoints);

  @BeforeEach
  final void begin() {
    outbox = empty(List.of(endpoint("all"), FAILURES_OF_MYSQL));
  }

  @Test
  void whatIsAddedIsTakenAsItWas() {
    Notification commit = committed("n1", "shop");
    Notification health = News.health("n2", NotificationType.DATASOURCE_UNHEALTHY, "shop");

    outbox.add(commit);
    outbox.add(health);

    assertThat(take("all")).extracting(Pending::notification).containsExactly(commit, health);
    assertThat(outbox.look("all", NOW)).isEqualTo(new Look(true, Optional.empty()));
  }

  @Test
  void onlyEndpointsThatWantItGetIt() {
    outbox.add(committed("n1", "shop"));
    outbox.add(News.of("n2", NotificationType.ROTATION_FAILED, "shop"));

    assertThat(take("failures")).isEmpty();
    assertThat(outbox.look("failures", NOW)).isEqualTo(new Look(false, Optional.empty()));
    assertThat(outbox.backlog()).containsEntry("all", new Backlog(2, 0));
  }

  @Test
  void whatIsSentIsNotTakenAgain() {
    outbox.add(committed("n1", "shop"));
    outbox.add(committed("n2", "shop"));
    long first = take("all").getFirst().number();

    outbox.settle("all", List.of(new Settlement.Sent(first, 0, NOW)));

    assertThat(ids(take("all"))).containsExactly("n2");
  }

  @Test
  void oldestAreTakenFirstAndNoMoreThanAsked() {
    IntStream.range(0, 5).forEach(i -> outbox.add(committed("n" + i, "shop" + i)));

    assertThat(ids(outbox.take("all", NOW, 3))).containsExactly("n0", "n1", "n2");
  }

  @Test
  void whatWaitsHoldsUpItsLaneAlone() {
    outbox.add(committed("n1", "shop"));
    outbox.add(committed("n2", "orders"));
    outbox.add(committed("n3", "shop"));
    Pending first = take("all").getFirst();
    Instant again = NOW.plusSeconds(8);

    outbox.settle(
        "all", List.of(new Settlement.Later(first.number(), 4, 2, again, "it answered 500")));

    assertThat(ids(take("all"))).containsExactly("n2");
    assertThat(outbox.look("all", NOW)).isEqualTo(new Look(true, Optional.of(again)));
    List<Pending> later = outbox.take("all", again, 10);
    assertThat(ids(later)).containsExactly("n1", "n2", "n3");
    assertThat(later.getFirst().attempts()).isEqualTo(4);
    assertThat(later.getFirst().refusals()).isEqualTo(2);
    assertThat(outbox.list("prod", State.PENDING, Optional.empty(), 10).getLast())
        .isEqualTo(
            new Entry(
                first.number(),
                "all",
                committed("n1", "shop"),
                State.PENDING,
                4,
                "it answered 500"));
  }

  @Test
  void whatIsGivenUpIsSeenAndLetsTheNextThrough() {
    outbox.add(committed("n1", "shop"));
    outbox.add(committed("n2", "shop"));
    long first = take("all").getFirst().number();

    outbox.settle("all", List.of(new Settlement.Dead(first, 9, 9, NOW, "it answered 410")));

    assertThat(ids(take("all"))).containsExactly("n2");
    assertThat(outbox.backlog()).containsEntry("all", new Backlog(1, 1));
    assertThat(outbox.list("prod", State.DEAD, Optional.of("all"), 10))
        .extracting(Entry::problem)
        .containsExactly("it answered 410");
  }

  @Test
  void whatWasGivenUpIsToldOnceMoreWhenAPersonAsks() {
    outbox.add(committed("n1", "shop"));
    long number = take("all").getFirst().number();
    outbox.settle("all", List.of(new Settlement.Dead(number, 9, 9, NOW, "it answered 410")));

    assertThat(outbox.replay("elsewhere", number)).isFalse();
    assertThat(outbox.replay("prod", number + 1000)).isFalse();
    assertThat(outbox.replay("prod", number)).isTrue();
    assertThat(outbox.replay("prod", number)).isFalse();

    assertThat(take("all").getFirst())
        .isEqualTo(new Pending(number, "prod/shop", committed("n1", "shop"), 0, 0));
  }

  @Test
  void environmentsAreListedApart() {
    outbox.add(committed("n1", "shop"));
    outbox.add(committed("n2", "shop"));

    assertThat(outbox.list("prod", State.PENDING, Optional.empty(), 10))
        .extracting(entry -> entry.notification().id())
        .containsExactly("n2", "n1");
    assertThat(outbox.list("prod", State.PENDING, Optional.empty(), 1)).hasSize(1);
    assertThat(outbox.list("prod", State.SENT, Optional.empty(), 10)).isEmpty();
    assertThat(outbox.list("prod", State.PENDING, Optional.of("failures"), 10)).isEmpty();
    assertThat(outbox.list("elsewhere", State.PENDING, Optional.empty(), 10)).isEmpty();
  }

  private List<Pending> take(String endpoint) {
    return outbox.take(endpoint, NOW, 10);
  }

  private static List<String> ids(List<Pending> pending) {
    return pending.stream().map(each -> each.notification().id()).toList();
  }
}
