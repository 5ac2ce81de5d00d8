package dev.rekey.notification;

import static dev.rekey.rotation.Rotations.NOW;
import static dev.rekey.rotation.Rotations.binding;
import static dev.rekey.rotation.Rotations.candidate;
import static dev.rekey.rotation.Rotations.carried;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekey.rotation.Rotation;
import dev.rekey.rotation.RotationCause;
import dev.rekey.rotation.RotationState;
import dev.rekey.rotation.RotationState.Committed;
import dev.rekey.rotation.RotationState.Failed;
import dev.rekey.rotation.RotationState.Parked;
import dev.rekey.rotation.RotationState.Prepared;
import dev.rekey.rotation.RotationState.Rejected;
import dev.rekey.rotation.RotationState.RolledBack;
import dev.rekey.rotation.RotationState.Superseded;
import dev.rekey.rotation.RotationState.Unchanged;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.format.EventFormat;
import io.cloudevents.jackson.JsonFormat;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class NotificationTest {
  static Stream<Arguments> told() {
    return Stream.of(
        Arguments.of(new Committed(carried("v1"), "Passed."), "committed"),
        Arguments.of(new Rejected(carried("v1"), "Refused."), "rejected"),
        Arguments.of(new RolledBack(carried("v1"), "Back."), "rolled_back"),
        Arguments.of(new Parked(carried("v1"), 0, "Away."), "parked"),
        Arguments.of(new Failed(Optional.empty(), "Do this."), "failed"));
  }

  @ParameterizedTest
  @MethodSource("told")
  void whatAPersonWouldWantToKnowIsTold(RotationState state, String word) {
    Notification notification = Notification.of(rotation(state)).orElseThrow();

    assertThat(notification.type().word()).isEqualTo("dev.rekey.rotation." + word);
    assertThat(notification.detail()).isEqualTo(state.detail());
    assertThat(notification.rotation().orElseThrow().keys()).isEqualTo(state.keys());
  }

  static Stream<RotationState> untold() {
    return Stream.of(
        new Prepared(candidate("v1"), "Journalled."),
        new Unchanged(carried("v1"), "Nothing differs."),
        new Superseded(Optional.empty(), "Newer."),
        new Parked(carried("v1"), 1, "Still away."));
  }

  @ParameterizedTest
  @MethodSource("untold")
  void restIsNot(RotationState state) {
    assertThat(Notification.of(rotation(state))).isEmpty();
  }

  @Test
  void eventHasTheSameIdEachTimeAndAnotherOneForEachState() {
    Rotation parked = rotation(new Parked(carried("v1"), 0, "Away."));
    Rotation failed = parked.moved(new Failed(Optional.empty(), "Do this."), NOW);

    assertThat(Notification.of(parked)).isEqualTo(Notification.of(parked));
    assertThat(Notification.of(parked).map(Notification::id)).contains("r1-2");
    assertThat(Notification.of(failed).map(Notification::id)).contains("r1-3");
  }

  @ParameterizedTest
  @EnumSource(NotificationType.class)
  void whatIsWrittenIsReadAgain(NotificationType type) {
    CloudEvents events = new CloudEvents("/rekey");
    Notification rotation = News.of("n1", type, "shop");
    Notification health = News.health("n2", type, "shop");

    assertThat(CloudEvents.parse(events.structured(rotation))).isEqualTo(rotation);
    assertThat(CloudEvents.parse(events.structured(health))).isEqualTo(health);
    assertThat(NotificationType.of(type.word())).isEqualTo(type);
    assertThat(NotificationType.of(type.word().substring("dev.rekey.".length()))).isEqualTo(type);
  }

  @Test
  void librariesOfCloudEventsReadIt() {
    EventFormat format = new JsonFormat();

    CloudEvent event =
        format.deserialize(
            new CloudEvents("/rekey")
                .structured(News.committed("n1", "shop"))
                .getBytes(StandardCharsets.UTF_8));

    assertThat(event.getId()).isEqualTo("n1");
    assertThat(event.getSource()).hasToString("/rekey");
    assertThat(event.getType()).isEqualTo("dev.rekey.rotation.committed");
    assertThat(event.getSubject()).isEqualTo("prod/shop");
    assertThat(event.getTime().toInstant()).isEqualTo(News.NOW);
    assertThat(event.getDataContentType()).isEqualTo("application/json");
    assertThat(event.getData()).isNotNull();
  }

  @Test
  void anUnknownTypeIsRefusedWithThoseThatThereAre() {
    assertThatThrownBy(() -> NotificationType.of("rotation.done"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rotation.done")
        .hasMessageContaining("dev.rekey.datasource.recovered");
  }

  private static Rotation rotation(RotationState state) {
    return Rotation.queued("r1", binding("shop"), "e1", RotationCause.EVENT, NOW).moved(state, NOW);
  }
}
