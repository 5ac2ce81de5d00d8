package dev.rekey.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import dev.rekey.testing.RecordingIntake;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CurrentVersionsTest {
  private static final SecretRef DB = SecretRef.directory("db");
  private static final SecretRef CACHE = SecretRef.directory("cache");
  private static final SecretRef UNBOUND = SecretRef.directory("unbound");
  private static final Map<SecretRef, SecretVersion> CURRENT =
      Map.of(DB, new SecretVersion("db-2"), CACHE, new SecretVersion("cache-7"));

  private final RecordingIntake intake = new RecordingIntake();
  private final List<SecretRef> asked = new ArrayList<>();
  private final CurrentVersions versions =
      new CurrentVersions(
          intake,
          secret -> {
            asked.add(secret);
            return Optional.ofNullable(CURRENT.get(secret));
          });

  @Test
  void newsWithoutAVersionGetsTheCurrentOne() {
    versions.accept(List.of(news("1", DB, Optional.empty()), news("2", CACHE, Optional.empty())));

    assertThat(intake.batches())
        .containsExactly(
            List.of(
                news("1", DB, Optional.of(new SecretVersion("db-2"))),
                news("2", CACHE, Optional.of(new SecretVersion("cache-7")))));
  }

  @Test
  void newsWithAVersionIsPassedOnWithoutAsking() {
    Delivery told = news("1", DB, Optional.of(new SecretVersion("db-1")));

    versions.accept(List.of(told));

    assertThat(intake.deliveries()).containsExactly(told);
    assertThat(asked).isEmpty();
  }

  @Test
  void newsWithoutAnAnswerIsPassedOnAsItCame() {
    Delivery unbound = news("1", UNBOUND, Optional.empty());

    versions.accept(List.of(unbound));

    assertThat(intake.deliveries()).containsExactly(unbound);
  }

  @Test
  void eachSecretOfABatchIsAskedForOnce() {
    versions.accept(
        List.of(
            news("1", DB, Optional.empty()),
            news("2", UNBOUND, Optional.empty()),
            news("3", DB, Optional.empty()),
            news("4", UNBOUND, Optional.empty())));

    assertThat(asked).containsExactly(DB, UNBOUND);
  }

  @Test
  void theNextBatchAsksAgain() {
    versions.accept(List.of(news("1", DB, Optional.empty())));
    versions.accept(List.of(news("2", DB, Optional.empty())));

    assertThat(asked).containsExactly(DB, DB);
  }

  @Test
  void whatIsNoNewsIsPassedOnInItsPlace() {
    Delivery ignored = new Delivery("sqs", "q/1", new Delivery.Ignored("foreign"));
    Delivery noted =
        new Delivery(
            "sqs",
            "q/2",
            new Delivery.Noted(
                new Notice("gone", DB, Optional.empty(), Notice.Weight.ALERT, "It was deleted.")));
    Delivery broken =
        new Delivery(
            "sqs",
            "q/3",
            Delivery.Undecodable.of("unknown", "no JSON", Attributes.NONE, new byte[0]));

    versions.accept(List.of(ignored, noted, broken));

    assertThat(intake.batches()).containsExactly(List.of(ignored, noted, broken));
    assertThat(asked).isEmpty();
  }

  @Test
  void whatCannotBeMadeDurableIsNotAccepted() {
    intake.refuse(1);

    assertThatThrownBy(() -> versions.accept(List.of(news("1", DB, Optional.empty()))))
        .isInstanceOf(IllegalStateException.class);
  }

  private static Delivery news(String id, SecretRef secret, Optional<SecretVersion> version) {
    return new Delivery(
        "sqs", "q/" + id, new Delivery.Decoded(new RotationEvent(id, "rotated", secret, version)));
  }
}
