package dev.rekey.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rekey.api.v1.ListNotificationEndpointsRequest;
import dev.rekey.api.v1.ListNotificationsRequest;
import dev.rekey.api.v1.Notification;
import dev.rekey.api.v1.NotificationState;
import dev.rekey.api.v1.NotificationsServiceGrpc;
import dev.rekey.api.v1.NotificationsServiceGrpc.NotificationsServiceBlockingStub;
import dev.rekey.api.v1.ReplayNotificationRequest;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.notification.News;
import dev.rekey.notification.NotificationType;
import dev.rekey.notification.Outbox;
import dev.rekey.notification.Outbox.Settlement;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ServedApiProfile.class)
class NotificationsServedTest {
  private static final Outbox OUTBOX = ServedApiWiring.OUTBOX;

  private ServedApi api;

  @BeforeEach
  void open() {
    api = new ServedApi();
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void whatWasGivenUpIsSeenAndToldOnceMore() {
    OUTBOX.add(inBlue(News.of("n1", NotificationType.ROTATION_FAILED, "orders")));
    long number = OUTBOX.take("ops", News.NOW, 1).getFirst().number();
    OUTBOX.settle("ops", List.of(new Settlement.Dead(number, 20, 20, News.NOW, "it answered 410")));

    List<Notification> dead = list("admin", "blue", NotificationState.NOTIFICATION_STATE_DEAD);

    assertThat(dead)
        .singleElement()
        .satisfies(
            only -> {
              assertThat(only.getNumber()).isEqualTo(number);
              assertThat(only.getEndpoint()).isEqualTo("ops");
              assertThat(only.getId()).isEqualTo("n1");
              assertThat(only.getType()).isEqualTo("dev.rekey.rotation.failed");
              assertThat(only.getEnvironmentId()).isEqualTo("blue");
              assertThat(only.getDataSource()).isEqualTo("orders");
              assertThat(only.getRotationId()).isEqualTo("r-n1");
              assertThat(only.getAttempts()).isEqualTo(20);
              assertThat(only.getProblem()).isEqualTo("it answered 410");
            });
    assertThat(list("admin", "green", NotificationState.NOTIFICATION_STATE_DEAD)).isEmpty();
    assertThat(refused(() -> replay("green-only", "green", number)))
        .isEqualTo(Status.Code.NOT_FOUND);

    replay("blue-only", "blue", number);

    assertThat(list("admin", "blue", NotificationState.NOTIFICATION_STATE_UNSPECIFIED))
        .extracting(Notification::getState)
        .containsExactly(NotificationState.NOTIFICATION_STATE_PENDING);
    assertThat(refused(() -> replay("blue-only", "blue", number))).isEqualTo(Status.Code.NOT_FOUND);
    OUTBOX.settle("ops", List.of(new Settlement.Sent(number, 0, News.NOW)));
  }

  @Test
  void whoMayOnlyListDataSourcesSeesNothingOfIt() {
    assertThat(
            refused(() -> list("lister", "blue", NotificationState.NOTIFICATION_STATE_UNSPECIFIED)))
        .isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(
            refused(
                () ->
                    stub("lister", "blue")
                        .listNotificationEndpoints(
                            ListNotificationEndpointsRequest.getDefaultInstance())))
        .isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(refused(() -> replay("lister", "blue", 1))).isEqualTo(Status.Code.PERMISSION_DENIED);
  }

  @Test
  void unknownStatesAndNegativeSizesAreRefusedByName() {
    StatusRuntimeException state =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                stub("admin", "blue")
                    .listNotifications(
                        ListNotificationsRequest.newBuilder().setStateValue(99).build()));
    StatusRuntimeException size =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                stub("admin", "blue")
                    .listNotifications(
                        ListNotificationsRequest.newBuilder().setPageSize(-1).build()));

    assertThat(state.getStatus().getDescription()).startsWith("state");
    assertThat(size.getStatus().getDescription()).startsWith("page_size");
    assertThat(List.of(state, size))
        .extracting(each -> each.getStatus().getCode())
        .containsOnly(Status.Code.INVALID_ARGUMENT);
  }

  private static dev.rekey.notification.Notification inBlue(
      dev.rekey.notification.Notification told) {
    return new dev.rekey.notification.Notification(
        told.id(),
        told.type(),
        told.at(),
        new DataSourceRef("blue", told.dataSource().name()),
        told.kind(),
        told.detail(),
        told.rotation());
  }

  private List<Notification> list(String client, String environment, NotificationState state) {
    return stub(client, environment)
        .listNotifications(ListNotificationsRequest.newBuilder().setState(state).build())
        .getNotificationsList();
  }

  private void replay(String client, String environment, long number) {
    Object _ =
        stub(client, environment)
            .replayNotification(ReplayNotificationRequest.newBuilder().setNumber(number).build());
  }

  private static Status.Code refused(Runnable call) {
    return Optional.ofNullable(catchThrowableOfType(StatusRuntimeException.class, call::run))
        .map(refused -> refused.getStatus().getCode())
        .orElse(Status.Code.OK);
  }

  private NotificationsServiceBlockingStub stub(String client, String environment) {
    return NotificationsServiceGrpc.newBlockingStub(api.channel())
        .withInterceptors(
            MetadataUtils.newAttachHeadersInterceptor(api.headers(client, environment)));
  }
}
